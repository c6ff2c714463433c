// Shows precedents while the user is typing a question. Without JavaScript, a button of the form shows them.
"use strict";
for (const form of document.querySelectorAll("form[data-precedents]")) {
  const shown = form.parentElement.querySelector("[data-answered]");
  const asked = () => ["title", "question"].map((name) => form.elements.namedItem(name)?.value ?? "").join(" ").trim();
  let last = "";
  let timer;
  const ask = async () => {
    const text = asked();
    if (text === last || text.length < 12) return;
    last = text;
    try {
      const body = new URLSearchParams({ text, limit: "3", csrf: form.elements.namedItem("csrf").value });
      const answer = await fetch(form.dataset.precedents, { method: "POST", body, credentials: "same-origin" });
      if (answer.ok && last === text) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const heading = page.createElement("h2");
        heading.textContent = page.querySelector("main > h1").textContent;
        shown.replaceChildren(heading, ...page.querySelectorAll("main > section:not(.asks), main > p, main > .suggestions"));
        // A suggestion fills in its field of this form.
        for (const link of shown.querySelectorAll(".suggestions a")) {
          link.addEventListener("click", (event) => {
            event.preventDefault();
            for (const [name, value] of new URL(link.href).searchParams) {
              const field = form.elements.namedItem(name);
              if (!field) continue;
              field.value = value;
              const folded = field.closest("details");
              if (folded) folded.open = true;
              field.focus();
            }
          });
        }
        // Open precedents in a new tab, so that what the user has typed is not lost.
        for (const link of shown.querySelectorAll("section a")) link.target = "_blank";
      }
    } catch {
      // Ignore failures: the button of the form still shows precedents.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 600);
  });
}
