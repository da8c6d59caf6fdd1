// Fields that suggest while one types: the widget gives its field no name, so that it gets its label's.
"use strict";
window.addEventListener("load", () => {
  for (const field of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${field.id}"]`);
    const widget = field.parentElement.querySelector(".select2-selection");
    if (!label || !widget) continue;
    label.id ||= `${field.id}_label`;
    const value = widget.querySelector(".select2-selection__rendered");
    widget.setAttribute("aria-labelledby", `${label.id} ${value.id}`);
    value.removeAttribute("role");
    value.removeAttribute("aria-readonly");
  }
});
