// A user of the client that @hey-api/openapi-ts generated, run as a program of its own.
// Arguments: the service's address, an API key, a receiver's address. Prints what it did, as JSON.

import { Webhook } from "standardwebhooks";
import { client } from "./client/client.gen.js";
import {
    createClaim,
    createClaims,
    createWebhook,
    getConflict,
    listClaims,
    listEvents,
    updateConflict,
} from "./client/sdk.gen.js";
import type { ClaimPage, ConflictCreated, Draft } from "./client/types.gen.js";

const [address, key, receiver] = process.argv.slice(2) as [string, string, string];
client.setConfig({ baseUrl: address, auth: () => key });

const aClaim = (source: string, quantity: string): Draft => ({
    source,
    metric: "personnel losses",
    quantity,
    subject: "Russian army",
    period: "as of 2022-11-20",
    published_at: "2022-11-22",
});

function given<T>(value: T | undefined): T {
    if (value === undefined) throw new Error("nothing is there");
    return value;
}

async function allClaims(): Promise<{ ids: string[]; pages: number }> {
    const ids: string[] = [];
    let pages = 0;
    let cursor: string | null = null;
    do {
        const query: { limit: number; cursor?: string } = cursor === null ? { limit: 2 } : { limit: 2, cursor };
        const page: ClaimPage = (await listClaims({ query, throwOnError: true })).data;
        ids.push(...page.items.map((item) => item.claim.id));
        cursor = page.next;
        pages += 1;
    } while (cursor !== null);
    return { ids, pages };
}

async function verified(secret: string): Promise<string[]> {
    const call = (await (await fetch(`${receiver}/hook`)).json()) as { headers: Record<string, string>; body: string };
    const verifier = new Webhook(secret);
    const event = verifier.verify(call.body, call.headers) as ConflictCreated;
    try {
        verifier.verify(`${call.body} `, call.headers);
        return ["a forged one was taken"];
    } catch {
        return [event.type, event.data.severity, "forged one refused"];
    }
}

const hook = await createWebhook({ body: { url: `${receiver}/hook` }, throwOnError: true });
const first = await createClaim({ body: aClaim("alpha wire", "84,720"), throwOnError: true });
const second = await createClaim({ body: aClaim("beta news", "62,310"), throwOnError: true });
const batch = await createClaims({
    body: ["gamma", "delta", "epsilon"].map((source) => aClaim(source, "84,720")),
    throwOnError: true,
});

const path = { conflict_id: given(second.data.conflicts[0]).id };
const read = await getConflict({ path, throwOnError: true });
const change = {
    path,
    headers: { "If-Match": given(read.response?.headers.get("etag") ?? undefined) },
    body: { status: "acknowledged", note: "asked both" },
} as const;
const changed = await updateConflict({ ...change, throwOnError: true });
const stale = await updateConflict(change);
const refused = await createClaim({ body: aClaim("alpha wire", "hardly any idea") });
const problem = given(refused.error);
const events = await listEvents({ throwOnError: true });
const { ids, pages } = await allClaims();

console.log(
    JSON.stringify({
        stored: ids.includes(first.data.claim.id),
        claims: ids.length,
        pages,
        batch: Array.isArray(batch.data) ? batch.data.filter((line) => line.outcome === "stored").length : 0,
        severity: read.data.conflict.severity,
        percent: read.data.conflict.gap.percent,
        sources: read.data.conflict.claims.map((claim) => claim.source),
        changed: changed.data.conflict.status,
        stale: given(stale.error).type,
        problem: [problem.status, problem.type, given(problem.errors[0]).pointer],
        events: events.data.items.slice(0, 2).map((event) => event.type),
        webhook: await verified(hook.data.secret),
    }),
);
