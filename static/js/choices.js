/* Long lists of boxes: search in them, see what is chosen, fold away what does not apply. */
(() => {
  "use strict";

  const plain = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
  const boxes = (group) => [...group.querySelectorAll(".form-check-input")];
  const label = (box) => box.labels[0].textContent.trim();

  function search(group, text) {
    const wanted = plain(text.trim());
    let shown = 0;
    for (const box of boxes(group)) {
      const fits = plain(label(box)).includes(wanted);
      box.closest(".form-check").hidden = !fits;
      if (fits) shown += 1;
    }
    group.querySelector("[data-none]").hidden = shown > 0;
  }

  function sayWhatIsChosen(group) {
    const words = group.querySelector(".choices__chosen");
    if (!words) return;
    const chosen = boxes(group).filter((box) => box.checked).map(label);
    words.querySelector("[data-chosen]").textContent = chosen.join(", ");
    words.hidden = chosen.length === 0;
  }

  function offerSearch(group) {
    const tools = group.querySelector(".choices__tools");
    if (!tools) return;
    const input = tools.querySelector("input");
    tools.hidden = false;
    input.addEventListener("input", (event) => {
      event.stopPropagation();
      search(group, input.value);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }

  function foldAway(group) {
    const [name, value] = group.dataset.shownWith.split(":");
    const switches = [...document.querySelectorAll(`input[name="${name}"]`)];
    const follow = () => {
      group.hidden = !switches.some((box) => box.value === value && box.checked);
    };
    for (const box of switches) box.addEventListener("change", follow);
    follow();
  }

  for (const group of document.querySelectorAll("[data-choices]")) {
    offerSearch(group);
    sayWhatIsChosen(group);
    group.addEventListener("change", () => sayWhatIsChosen(group));
    if (group.dataset.shownWith) foldAway(group);
  }
})();
