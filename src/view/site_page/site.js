// Shows what the register knows about a question while the user is typing it. Without JavaScript, a button of the form
// shows the same.
"use strict";
for (const form of document.querySelectorAll("form[data-preview]")) {
  const shown = form.querySelector("[data-answered]");
  const summary = form.querySelector("[data-summary]");
  const asked = () => ["title", "question"].map((name) => form.elements.namedItem(name)?.value ?? "").join("\n").trim();
  let last = asked();
  let timer;
  const ask = async () => {
    const text = asked();
    if (text === last || text.length < 12) return;
    last = text;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.preview, { method: "POST", body, credentials: "same-origin" });
      if (!answer.ok || last !== text) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      // Keep the element of the summary, because screen readers announce only changes within it.
      summary.textContent = page.querySelector("[data-summary]").textContent;
      shown.replaceChildren(...page.querySelector("[data-answered]").childNodes);
    } catch {
      // Ignore failures: the button of the form still shows the same.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 600);
  });
  // The button of a suggestion fills in its field at once, and then disappears.
  shown?.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-field]");
    const field = button && form.elements.namedItem(button.dataset.field);
    if (!field) return;
    event.preventDefault();
    field.value = button.dataset.value;
    const folded = field.closest("details");
    if (folded) folded.open = true;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
    (button.closest("li") ?? button).remove();
  });
}
// Shows precedents below the question on the home page. Without JavaScript, a button of the form shows them.
for (const form of document.querySelectorAll("form[data-precedents]")) {
  const shown = form.parentElement.querySelector("[data-answered]");
  let last = "";
  let timer;
  const ask = async () => {
    const text = form.elements.namedItem("text").value.trim();
    if (text === last || text.length < 12) return;
    last = text;
    try {
      const body = new URLSearchParams({ text, limit: "3", csrf: form.elements.namedItem("csrf").value });
      const answer = await fetch(form.dataset.precedents, { method: "POST", body, credentials: "same-origin" });
      if (!answer.ok || last !== text) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const heading = page.createElement("h2");
      heading.textContent = page.querySelector("main > h1").textContent;
      const parts = ["p", ".precedents", "h3", "ul.plain", "section:not(.asks)"].map((part) => `main > ${part}`);
      shown.replaceChildren(heading, ...page.querySelectorAll(parts.join(", ")));
      // Open precedents in a new tab, so that what the user has typed is not lost.
      for (const link of shown.querySelectorAll("a")) link.target = "_blank";
    } catch {
      // Ignore failures: the button of the form still shows precedents.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 600);
  });
}
// Shows answers to what is typed in the field above the precedents of an obstacle. Without JavaScript, the button beside
// the field shows them.
for (const field of document.querySelectorAll("[data-find]")) {
  const shown = field.closest("section").querySelector("[data-answered]");
  let last = field.value.trim();
  let timer;
  const ask = async () => {
    const text = field.value.trim();
    if (text === last || (text && text.length < 3)) return;
    last = text;
    try {
      const body = new URLSearchParams(new FormData(field.form));
      const answer = await fetch(field.dataset.find, { method: "POST", body, credentials: "same-origin" });
      if (!answer.ok || last !== text) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("[data-find]").closest("section").querySelector("[data-answered]");
      shown.replaceChildren(...found.childNodes);
    } catch {
      // Ignore failures: the button still shows the same.
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 600);
  });
}
// Copies a text of the page, as the user has changed it. Without JavaScript, the user selects the text.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const status = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    status.textContent = "";
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Without https, browsers have only the older way.
      field.select();
      if (!document.execCommand("copy")) return;
    }
    status.textContent = button.dataset.done;
  });
}
