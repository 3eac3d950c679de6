/* The public API, as any other client calls it. Who has signed in is known by a cookie that no script can read; each act
   shows besides what only a page of this service's own is told, so that no other page can make the browser act. */

const SESSION = "/console/session";
const LONGEST_PAUSE = 30_000;

/** What the service refused, with its problem document. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || `HTTP ${status}`);
    this.status = status;
    this.problem = problem;
    this.errors = problem.errors ?? [];
  }
}

const { name = null, csrf = null } = document.body.dataset;
let signed = { name, csrf }; // As the page was written for whoever had signed in.

/** Who has signed in, in this browser. */
export const session = {
  name: () => signed.name ?? null,

  /** Ask who it is; nobody where no key is needed. */
  async learn() {
    signed = await answered(await send("GET", SESSION));
  },

  async begin(key, name) {
    signed = await answered(await send("POST", SESSION, { body: { key, name } }));
  },

  async end() {
    signed = await answered(await send("DELETE", SESSION));
  },
};

/** Call an operation and give its answer decoded; raises Refused, or TypeError when the service cannot be reached. */
export async function call(method, path, { query, body, headers, signal } = {}) {
  const given = { query, body, headers, signal };
  const shown = signed.csrf;
  const answer = await send(method, path, given);
  if (answer.status !== 403 || method === "GET") return answered(answer);
  await session.learn(); // Another tab may have signed in anew.
  return answered(signed.csrf === shown ? answer : await send(method, path, given));
}

function send(method, path, { query, body, headers, signal } = {}) {
  return fetch(addressOf(path, query), {
    method,
    signal,
    headers: {
      Accept: "application/json",
      ...(method === "GET" || !signed.csrf ? {} : { "X-CSRF-Token": signed.csrf }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    body: body === undefined || body instanceof Blob ? body : JSON.stringify(body),
    cache: "no-store",
    credentials: "same-origin",
  });
}

async function answered(answer) {
  if (!answer.ok) throw await refusal(answer);
  return answer.status === 204 ? null : answer.json();
}

/** Follow server-sent events until `signal` says stop; comes again by itself, after the last event that it saw.

    EventSource tells nothing of a refusal, so the stream is read here. `onOpen(isFresh)` tells of a connection; it is fresh when
    what was before may have been missed. */
export async function follow(path, { query, onEvent, onOpen, onLost, signal }) {
  let last = null;
  let pause = 1000;
  while (!signal.aborted) {
    try {
      const answer = await fetch(addressOf(path, last ? query : { ...query, from: "now" }), {
        headers: { Accept: "text/event-stream", ...(last ? { "Last-Event-ID": last } : {}) },
        cache: "no-store",
        credentials: "same-origin",
        signal,
      });
      if (!answer.ok) throw await refusal(answer);
      pause = 1000;
      onOpen(last === null);
      for await (const event of eventsOf(answer.body)) {
        last = event.id ?? last;
        if (event.data) onEvent(event.type, JSON.parse(event.data));
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Refused && error.status === 422) last = null; // The event it saw last was removed for its age.
      onLost(error);
      if (error instanceof Refused && error.status === 401) return;
    }
    if (signal.aborted) return;
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

/** Read the lines of an event stream (WHATWG HTML, 9.2). */
export async function* eventsOf(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let event = { data: "" };
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        yield event;
        event = { data: "" };
        continue;
      }
      const [, name, text] = /^([^:]*):? ?(.*)$/s.exec(line);
      if (name === "data") event.data += event.data ? `\n${text}` : text;
      else if (name === "event") event.type = text;
      else if (name === "id") event.id = text;
    }
  }
}

function addressOf(path, query) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== "") parameters.append(name, one);
    }
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

async function refusal(answer) {
  let problem = {};
  try {
    problem = await answer.json();
  } catch {
    problem = { detail: answer.statusText };
  }
  return new Refused(answer.status, problem);
}
