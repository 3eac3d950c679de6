/* Asking for an API key; it is tried before it is kept. */

import { call, key } from "./api.js";
import { byId, h } from "./dom.js";
import { t } from "./words.js";

/** Show the form in `place` until a key was taken. `problem` says what was wrong with the one before. */
export function askForKey(place, problem) {
  return new Promise((resolve) => {
    const onSubmit = async (event) => {
      event.preventDefault();
      const input = byId("api-key");
      key.set(input.value.trim());
      try {
        await call("GET", "/v1/conflicts", { query: { limit: 1 } });
        resolve();
      } catch (error) {
        key.forget();
        tell(t("bad_key", { detail: error.message }));
        input.focus();
      }
    };
    const tell = (text) => {
      byId("key-problem").textContent = text;
      byId("api-key").setAttribute("aria-invalid", String(Boolean(text)));
    };
    place.replaceChildren(
      h(
        "form",
        { class: "sign-in", submit: onSubmit },
        h("h1", {}, t("sign_in")),
        h("p", {}, t("sign_in_why")),
        h("label", { for: "api-key" }, t("api_key")),
        h("input", {
          id: "api-key",
          type: "password",
          required: true,
          autocomplete: "current-password",
          spellcheck: "false",
          "aria-describedby": "key-problem",
        }),
        h("p", { id: "key-problem", class: "problem", role: "alert" }),
        h("button", { type: "submit", class: "main" }, t("sign_in")),
      ),
    );
    if (problem) tell(t("bad_key", { detail: problem }));
    byId("api-key").focus();
  });
}
