// A user of openapi-fetch with the types that openapi-typescript generated, run as a program of its own.
// Arguments: the service's address, an API key, a receiver's address. Prints what it did, as JSON.

import createClient from "openapi-fetch";
import { Webhook } from "standardwebhooks";
import type { components, paths } from "./schema.js";

type Schemas = components["schemas"];
const [address, key, receiver] = process.argv.slice(2) as [string, string, string];
const client = createClient<paths>({ baseUrl: address, headers: { Authorization: `Bearer ${key}` } });

const aClaim = (source: string, quantity: string): Schemas["Draft"] => ({
    source,
    metric: "personnel losses",
    quantity,
    subject: "Russian army",
    period: "as of 2022-11-20",
    published_at: "2022-11-22",
});

function given<T>(value: T | undefined, problem?: Schemas["Problem"]): T {
    if (value === undefined) throw new Error(JSON.stringify(problem));
    return value;
}

async function store(source: string, quantity: string): Promise<Schemas["Recorded"]> {
    const { data, error } = await client.POST("/v1/claims", { body: aClaim(source, quantity) });
    return given(data, error);
}

async function allClaims(): Promise<{ ids: string[]; pages: number }> {
    const ids: string[] = [];
    let pages = 0;
    let cursor: string | null = null;
    do {
        const query: { limit: number; cursor?: string } = cursor === null ? { limit: 2 } : { limit: 2, cursor };
        const { data, error } = await client.GET("/v1/claims", { params: { query } });
        const page: Schemas["ClaimPage"] = given(data, error);
        ids.push(...page.items.map((item) => item.claim.id));
        cursor = page.next;
        pages += 1;
    } while (cursor !== null);
    return { ids, pages };
}

async function verified(secret: string): Promise<string[]> {
    const call = (await (await fetch(`${receiver}/hook`)).json()) as { headers: Record<string, string>; body: string };
    const verifier = new Webhook(secret);
    const event = verifier.verify(call.body, call.headers) as Schemas["ConflictCreated"];
    try {
        verifier.verify(`${call.body} `, call.headers);
        return ["a forged one was taken"];
    } catch {
        return [event.type, event.data.severity, "forged one refused"];
    }
}

const hook = await client.POST("/v1/webhooks", { body: { url: `${receiver}/hook` } });
const secret = given(hook.data, hook.error).secret;
const first = await store("alpha wire", "84,720");
const second = await store("beta news", "62,310");
const batch = await client.POST("/v1/claims/batch", {
    body: ["gamma", "delta", "epsilon"].map((source) => aClaim(source, "84,720")),
});
const lines = given(batch.data);

const path = { conflict_id: given(second.conflicts[0]).id };
const read = await client.GET("/v1/conflicts/{conflict_id}", { params: { path } });
const record = given(read.data, read.error);
const change = {
    params: { path, header: { "If-Match": given(read.response.headers.get("etag") ?? undefined) } },
    body: { status: "acknowledged", note: "asked both" },
} as const;
const changed = await client.PATCH("/v1/conflicts/{conflict_id}", change);
const stale = await client.PATCH("/v1/conflicts/{conflict_id}", change);
const refused = await client.POST("/v1/claims", { body: aClaim("alpha wire", "hardly any idea") });
const problem = given(refused.error);
const events = await client.GET("/v1/events", {});
const { ids, pages } = await allClaims();

console.log(
    JSON.stringify({
        stored: ids.includes(first.claim.id),
        claims: ids.length,
        pages,
        batch: Array.isArray(lines) ? lines.filter((line) => line.outcome === "stored").length : 0,
        severity: record.conflict.severity,
        percent: record.conflict.gap.percent,
        sources: record.conflict.claims.map((claim) => claim.source),
        changed: given(changed.data).conflict.status,
        stale: given(stale.error).type,
        problem: [problem.status, problem.type, given(problem.errors[0]).pointer],
        events: given(events.data).items.slice(0, 2).map((event) => event.type),
        webhook: await verified(secret),
    }),
);
