// `module.extension`: so that Node runs what tsc writes, without a bundler.
export default {
    input: "openapi.json",
    output: { path: "client", module: { extension: ".js" } },
    plugins: ["@hey-api/client-fetch", "@hey-api/sdk", "@hey-api/typescript"],
};
