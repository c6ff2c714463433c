// Keeps the checkbox for all rows of a list in step with those of the rows, and shows how many are ticked. A click with
// the shift key ticks all rows since the last click. Without JavaScript, the server combines the checkboxes.
for (const form of document.querySelectorAll("form.ticks")) {
  const all = form.querySelector("[data-all]");
  const shown = form.querySelector("[data-count]");
  const boxes = [...form.elements].filter((it) => it.name === all.name && it !== all);
  const ticked = () => boxes.filter((box) => box.checked);
  let last = null;
  const update = () => {
    const count = ticked().length;
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && !all.checked;
    shown.textContent = count ? shown.dataset.count.replace("{}", count) : "";
  };
  for (const [at, box] of boxes.entries()) {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last !== null) {
        const [from, to] = [Math.min(last, at), Math.max(last, at)];
        for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
      }
      last = at;
      update();
    });
  }
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    update();
  });
  // Send each number once, so that the address stays short.
  form.addEventListener("formdata", ({ formData }) => {
    formData.set(all.name, ticked().map((box) => box.value).join(","));
  });
  // The browser restores the checkboxes when the user comes back to the list.
  addEventListener("pageshow", update);
}
