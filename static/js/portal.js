/* Small comforts. Every page works without this file. */
(() => {
  "use strict";

  /* A form that came back with errors: begin at the summary. */
  function focusSummary(within) {
    const summary = within.querySelector("[data-focus]");
    if (summary) summary.focus();
  }

  /* Leaving with unsaved text asks first. */
  const unsaved = new Set();

  function guard(event) {
    const form = event.target.closest("form[data-guard]");
    if (form) unsaved.add(form);
  }

  /* A second press of the same button sends nothing twice. */
  function sendOnce(event) {
    const form = event.target;
    unsaved.delete(form);
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    /* After the browser has read which button was pressed. */
    setTimeout(() => {
      for (const field of form.elements) if (field.type === "submit") field.setAttribute("aria-disabled", "true");
    });
  }

  function allowAgain() {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const field of form.elements) if (field.type === "submit") field.removeAttribute("aria-disabled");
    }
  }

  /* The theme changes at once; the form keeps the choice in the background. */
  function chooseTheme(event) {
    const form = event.target;
    if (form.id !== "choice-of-theme" || !event.submitter) return;
    event.preventDefault();
    const theme = event.submitter.value;
    if (theme === "auto") delete document.documentElement.dataset.bsTheme;
    else document.documentElement.dataset.bsTheme = theme;
    for (const button of form.elements.theme) {
      button.toggleAttribute("aria-current", false);
      if (button.value === theme) button.setAttribute("aria-current", "true");
    }
    const data = new FormData(form, event.submitter);
    fetch(form.action, { method: "POST", body: data, redirect: "manual" });
  }

  /* One menu open at a time; Escape and a press elsewhere close it. */
  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!except || !menu.contains(except)) menu.open = false;
    }
  }

  function closeOnEscape(event) {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  }

  /* A country on a map does what its row in the table beside it does. */
  function pressRow(event) {
    const country = event.target.closest(".europe__map a");
    if (!country || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const row = country.closest(".europe").querySelector(`table a[href="${CSS.escape(country.getAttribute("href"))}"]`);
    if (!row) return;
    event.preventDefault();
    row.click();
  }

  /* The map of a search is fetched when it is unfolded and, while it is, again after each change. */
  function fetchMap(event) {
    const load = document.getElementById("map-load");
    const concerns = load && (event.target === load || event.target === load.closest("details"));
    if (concerns && load.closest("details").open) htmx.trigger(load, "show");
  }

  function connectionLost() {
    const words = document.getElementById("connection-lost");
    document.getElementById("messages").replaceChildren(words.content.cloneNode(true));
  }

  document.addEventListener("input", guard);
  document.addEventListener("submit", chooseTheme, true);
  document.addEventListener("submit", sendOnce);
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("click", pressRow);
  document.addEventListener("toggle", fetchMap, true);
  document.addEventListener("htmx:load", fetchMap);
  document.addEventListener("keydown", closeOnEscape);
  window.addEventListener("pageshow", allowAgain);
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });
  document.addEventListener("htmx:afterRequest", allowAgain);
  document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.detail.elt));
  document.addEventListener("htmx:sendError", connectionLost);
  document.addEventListener("htmx:responseError", connectionLost);
  focusSummary(document);
})();
