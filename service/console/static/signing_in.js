/* Signing in: an API key and a name, in exchange for a session of this browser. */

import { Refused, session } from "./api.js";
import { byId, h } from "./dom.js";
import { t } from "./words.js";

const KEPT = "claimdiff.person";

/** Show the form in `place` until somebody is signed in. `problem` says why it is asked for again. */
export function askForKey(place, problem) {
  return new Promise((resolve) => {
    const onSubmit = async (event) => {
      event.preventDefault();
      try {
        await session.begin(byId("api-key").value.trim(), byId("person").value);
        localStorage.setItem(KEPT, byId("person").value);
        resolve();
      } catch (error) {
        tell(error instanceof Refused ? t("bad_key", { detail: error.message }) : t("unreachable"));
        byId("api-key").focus();
      }
    };
    const tell = (text) => {
      byId("key-problem").textContent = text;
      byId("api-key").setAttribute("aria-invalid", String(Boolean(text)));
    };
    const person = { id: "person", required: true, maxlength: 60, autocomplete: "name", "aria-describedby": "name-hint" };
    const key = { id: "api-key", type: "password", required: true, autocomplete: "current-password", spellcheck: "false" };
    place.replaceChildren(
      h(
        "form",
        { class: "sign-in", submit: onSubmit },
        h("h1", {}, t("sign_in")),
        h("p", {}, t("sign_in_why")),
        h("label", { for: "person" }, t("your_name")),
        h("input", person),
        h("p", { class: "hint", id: "name-hint" }, t("name_hint")),
        h("label", { for: "api-key" }, t("api_key")),
        h("input", { ...key, "aria-describedby": "key-problem" }),
        h("p", { id: "key-problem", class: "problem", role: "alert" }),
        h("button", { type: "submit", class: "main" }, t("sign_in")),
      ),
    );
    byId("person").value = localStorage.getItem(KEPT) ?? "";
    if (problem) tell(problem);
    byId(byId("person").value ? "api-key" : "person").focus();
  });
}
