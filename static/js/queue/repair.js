// A refused registration once more: as it is, for what was wrong may have been put right; and when
// it is refused again, in the form with everything filled in and the errors shown.

import * as sender from "./sender.js";
import { settings } from "./settings.js";
import * as store from "./store.js";

export async function repair(entry) {
  const token = await sender.signIn();
  const answer = token && (await sender.resend(entry, token));
  if (answer?.state === "refused" && answer.readable) {
    openForm(entry, token);
  }
}

// The contact's own id may stand for another contact already: then the form goes on under this
// new one. Either tells, once saved, that the refused entry can go.
async function openForm(entry, token) {
  const repairId = entry.repair_id ?? crypto.randomUUID();
  await store.change(entry.key, { repair_id: repairId });
  const form = document.createElement("form");
  form.method = "post";
  form.action = settings.address;
  const fields = sender.sealedFields(entry);
  fields.set("csrfmiddlewaretoken", token);
  fields.set("repair_id", repairId);
  for (const [name, value] of fields) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}
