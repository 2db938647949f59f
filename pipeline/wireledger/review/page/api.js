// Talking to the server. A decision carries a name of its own, so that asking again can never apply it twice.

const token = new URLSearchParams(location.search).get("token") ?? "";
const PATIENCE = 3;

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { "x-wireledger-token": token, "content-type": "application/json" } });
  } catch {
    throw new Refused(0, "the server does not answer; is `wireledger review` still running?");
  }
  const content = await answer.json().catch(() => ({ error: `the server answered ${answer.status}` }));
  if (!answer.ok) throw new Refused(answer.status, content.error);
  return content;
}

async function insist(path, body) {
  const options = { method: "POST", body: JSON.stringify({ request: crypto.randomUUID(), ...body }) };
  for (let tries = 1; ; tries++) {
    try {
      return await ask(path, options);
    } catch (error) {
      // No answer, or a locked file: the same request again, under the same name.
      if (![0, 503].includes(error.status) || tries === PATIENCE) throw error;
      await new Promise((wake) => setTimeout(wake, 300 * tries));
    }
  }
}

/** @param {Record<string, string | number | boolean>} query */
export const readQueue = (query) => ask(`/api/queue?${new URLSearchParams(query)}`);
/** @param {string} key */
export const readStory = (key) => ask(`/api/story/${encodeURIComponent(key)}`);
export const preview = (body) => ask("/api/preview", { method: "POST", body: JSON.stringify(body) });
export const decide = (body) => insist("/api/decide", body);
export const undo = (refers) => insist("/api/undo", { refers });
