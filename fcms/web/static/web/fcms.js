/* Keys, copying, selecting, and keeping what was written. Every page works without this file. */
"use strict";
(function () {
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const one = (selector, within) => (within || document).querySelector(selector);
  const writing = (element) =>
    element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) && !/^(checkbox|radio|button|submit)$/.test(element.type);

  /* Keys */
  let leader = 0;
  const press = {
    "/": () => focusOn(one("#fcms-q")),
    "j": () => step(1),
    "k": () => step(-1),
    "Enter": () => follow(here()),
    "x": () => { const box = here() && one("input[type=checkbox]", here()); if (box) { box.click(); } return box; },
    "n": () => click(one("a[rel=next]")),
    "p": () => click(one("a[rel=prev]")),
    "c": () => { const button = one(".fcms-copy"); if (button) { copy(button); } return button; },
    "?": () => help(),
  };

  function focusOn(element) {
    if (element) { element.focus(); element.select(); }
    return element;
  }
  function click(element) {
    if (element) { element.click(); }
    return element;
  }
  function here() {
    return one("tr.is-here");
  }
  function follow(row) {
    return row && !document.activeElement.matches("a, button, input, select, textarea, summary") && click(one("a[href]", row));
  }
  function step(by) {
    const rows = all("table[data-rows] tbody tr");
    if (!rows.length) { return false; }
    const at = rows.indexOf(here());
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    rows.forEach((row) => row.classList.toggle("is-here", row === next));
    const link = one("a[href]", next);
    if (link) { link.focus({ preventScroll: true }); }
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
  function help() {
    const dialog = one("#fcms-keys");
    if (!dialog) { return false; }
    if (dialog.open) { dialog.close(); } else { dialog.showModal(); }
    return true;
  }
  function go(key) {
    const link = key === "h" ? one(".fcms-header__name") : one(`.fcms-header a[data-keys="g ${CSS.escape(key)}"]`);
    return click(link);
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) { return; }
    if (event.key === "Escape") { closeMenus(null); if (event.target.id === "fcms-q") { event.target.blur(); } return; }
    if (writing(event.target) || one("dialog[open]") && event.key !== "?") { return; }
    const led = Date.now() - leader < 1500;
    leader = !led && event.key === "g" ? Date.now() : 0;
    if (leader) { return; }
    const done = led ? go(event.key) : press[event.key] ? press[event.key]() : click(one(`[data-key="${CSS.escape(event.key)}"]`));
    if (done) { event.preventDefault(); }
  });

  /* Copying */
  function copy(button) {
    const holder = button.closest("[data-copy]");
    navigator.clipboard.writeText(holder.dataset.copy).then(() => say(`Copied ${holder.dataset.copy}`));
  }
  function say(text) {
    let line = one("#fcms-say");
    if (!line) {
      line = document.createElement("p");
      line.id = "fcms-say";
      line.className = "fcms-say";
      line.setAttribute("role", "status");
      document.body.append(line);
    }
    line.textContent = text;
    line.classList.add("is-shown");
    clearTimeout(say.timer);
    say.timer = setTimeout(() => line.classList.remove("is-shown"), 2500);
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".fcms-copy");
    if (button) { copy(button); }
    closeMenus(event.target.closest("details.fcms-person"));
  });
  function closeMenus(but) {
    all("details.fcms-person[open]").forEach((menu) => { if (menu !== but) { menu.open = false; } });
  }

  /* Selecting rows */
  function boxes(table) {
    return all("tbody input[type=checkbox]", table);
  }
  function tally(table) {
    const chosen = boxes(table).filter((box) => box.checked).length;
    const every = one("thead input[data-every]", table);
    if (every) {
      every.checked = chosen > 0 && chosen === boxes(table).length;
      every.indeterminate = chosen > 0 && !every.checked;
    }
    all("[data-selected]").forEach((line) => { line.textContent = String(chosen); });
  }
  function everyBox(table) {
    const cell = one("thead th", table);
    if (!cell || !boxes(table).length || one("input", cell)) { return; }
    cell.innerHTML = '<span class="usa-checkbox fcms-select"><input class="usa-checkbox__input" type="checkbox" data-every id="fcms-every"><label class="usa-checkbox__label" for="fcms-every"><span class="usa-sr-only">Select all rows of this page</span></label></span>';
  }
  document.addEventListener("change", (event) => {
    const table = event.target.closest("table[data-select]");
    if (!table) { return; }
    if (event.target.matches("[data-every]")) { boxes(table).forEach((box) => { box.checked = event.target.checked; }); }
    tally(table);
  });

  /* What was written is not lost: by leaving the page, by pressing twice, or by a session that ended meanwhile */
  const opened = Date.now();
  let dirty = false;
  document.addEventListener("input", (event) => { if (event.target.closest("form[data-keep]")) { dirty = true; } });
  window.addEventListener("beforeunload", (event) => { if (dirty) { event.preventDefault(); } });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) { dirty = false; return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (Date.now() - opened < 5 * 60 * 1000 || form.dataset.asked) { sent(form); return; }
    event.preventDefault();
    askFirst(form, event.submitter);
  });
  function sent(form) {
    dirty = false;
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  }
  function askFirst(form, submitter) {
    fetch("/session/", { headers: { Accept: "application/json" } }).then((answer) => answer.json()).then((now) => {
      if (!now.signed_in) { signedOut(form); return; }
      all("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = now.token; });
      form.dataset.asked = "yes";
      form.requestSubmit(submitter);
    }).catch(() => say("The server does not answer. What you wrote stays on this page; try again in a minute."));
  }
  function signedOut(form) {
    if (one(".fcms-signedout", form)) { return; }
    const note = document.createElement("div");
    note.className = "usa-alert usa-alert--warning usa-alert--slim fcms-signedout";
    note.setAttribute("role", "alert");
    note.innerHTML = '<div class="usa-alert__body"><p class="usa-alert__text">You were signed out meanwhile. What you wrote stays on this page: <a href="/sign-in/" target="_blank" rel="noopener">sign in, in a new tab</a>, come back, and send it again.</p></div>';
    form.prepend(note);
    note.scrollIntoView({ block: "nearest" });
  }
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));

  /* Start, and again for what htmx brings */
  function start(within) {
    all(".fcms-copy", within).forEach((button) => { button.hidden = false; });
    all("table[data-select]", within).forEach((table) => { everyBox(table); tally(table); });
    const summary = one("[data-focus]", within);
    if (summary) { summary.focus(); }
  }
  start(document);
  document.addEventListener("htmx:load", (event) => start(event.target));
  document.addEventListener("htmx:configRequest", (event) => {
    const field = one("input[name=csrfmiddlewaretoken]");
    if (field) { event.detail.headers["X-CSRFToken"] = field.value; }
  });
})();
