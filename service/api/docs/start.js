// Everything the page needs is served by this service, and it asks nobody else: no fonts, no proxy, no assistant.
Scalar.createApiReference("#reference", {
  url: "openapi.json",
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: "never",
  agent: { disabled: true },
  mcp: { disabled: true },
  defaultOpenAllTags: false,
  persistAuth: false,
  metaData: { title: "claimdiff: the API" },
})
