// Sends one registration and judges the answer. Only an answer that is surely about this very
// registration counts; anything else (no network, too slow, a page of a proxy or of the log-in,
// an error of the server, an old token) says nothing about it, and it is sent again later.

const PATIENCE = 8000;
const REFUSALS = [403, 409, 422];

function judged(status, answer, id) {
  if (status === 200 && answer.contact?.id === id.toLowerCase()) {
    return { state: "saved", contact: answer.contact, message: answer.message };
  }
  if (REFUSALS.includes(status) && answer.errors?.length > 0) {
    return { state: "refused", errors: answer.errors, readable: answer.readable !== false };
  }
  return { state: "unknown", reached: true };
}

// {state: "saved", contact, message} | {state: "refused", errors, readable}
// | {state: "unknown", reached: whether any server answered}
export async function deliver(url, fields, token) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      body: fields,
      headers: { Accept: "application/json", "X-CSRFToken": token },
      redirect: "manual",
      keepalive: true,
      signal: AbortSignal.timeout(PATIENCE),
    });
    return judged(response.status, await response.json(), fields.get("id"));
  } catch {
    return { state: "unknown", reached: response !== undefined };
  }
}

// Who is signed in at the server now, with a token and the key to seal with:
// {agent, csrf, key}, or {agent: null, signedOut}.
export async function session(url) {
  let response;
  try {
    response = await fetch(url, {
      headers: { Accept: "application/json" },
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    const answer = await response.json();
    return answer.agent ? answer : { agent: null, signedOut: false };
  } catch {
    const signedOut = response?.type === "opaqueredirect";
    return { agent: null, signedOut };
  }
}
