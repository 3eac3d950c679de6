/* A page as the service wrote it is used before the script has come: what somebody typed, chose or was writing in there
   stays when the script takes over. Fields are the same ones when their ids are. */

const FIELDS = "input[id]:not([type=hidden]), textarea[id], select[id]";

/** Give what was changed in the fields of an element, and which of them the cursor stands in. */
export function whatWasDone(element) {
  const fields = [...element.querySelectorAll(FIELDS)];
  return { changed: fields.filter(isChanged), focused: fields.find((one) => one === document.activeElement) };
}

/** Do it again in the fields that stand there now. */
export function doAgain({ changed, focused }) {
  for (const old of changed) {
    const field = document.getElementById(old.id);
    if (!field || field === old || field.type !== old.type) continue;
    if (old.type === "checkbox") field.checked = old.checked;
    else field.value = old.value;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  const field = focused && document.getElementById(focused.id);
  if (!field || field === focused) return;
  field.focus();
  if (typeof focused.selectionStart === "number" && field.value === focused.value)
    field.setSelectionRange(focused.selectionStart, focused.selectionEnd);
}

function isChanged(field) {
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field instanceof HTMLSelectElement) {
    const first = [...field.options].find((one) => one.defaultSelected) ?? field.options[0];
    return field.value !== first?.value;
  }
  return field.value !== field.defaultValue;
}
