/* Comfort for the form of a Device Model; everything works without it. */
(() => {
  "use strict";
  const form = document.getElementById("entry_form");
  if (!form) { return; }

  /* What is required follows the type and the generation chosen. */
  const type = form.querySelector("[name=device_type]");
  const generation = form.querySelector("[name=generation]");
  const needs = [...form.querySelectorAll(".need[data-kinds]:not([data-kinds=''])")];
  const said = new Map(needs.map((need) => [need, need.textContent]));
  const mark = () => {
    const kind = `${generation.value} ${type.value}`;
    for (const need of needs) {
      const known = type.value && generation.value;
      const required = need.dataset.kinds.split("|").includes(kind);
      need.textContent = known ? (required ? "required" : "") : said.get(need);
      const line = need.closest(".form-row, th");
      const label = line.querySelector("label, th > span");
      label?.classList.toggle("required", known ? required : need.textContent === "required");
    }
  };
  if (type && generation) {
    type.addEventListener("change", mark);
    generation.addEventListener("change", mark);
  }

  /* Another row without asking the server for it. */
  for (const button of form.querySelectorAll("button.more")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const block = button.closest(".rows");
      const body = block.querySelector("tbody");
      const count = block.querySelector("input[type=hidden]");
      const number = Number(count.value);
      const row = body.rows[0].cloneNode(true);
      for (const field of row.querySelectorAll("input")) {
        field.name = field.name.replace(/-\d+$/, `-${number}`);
        field.id = field.id.replace(/-\d+$/, `-${number}`);
        field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+$/, number + 1));
        field.value = "";
      }
      body.append(row);
      count.value = number + 1;
      row.querySelector("input").focus();
    });
  }

  /* What was found is read first. */
  document.querySelector("#summary.wrong")?.focus();
})();
