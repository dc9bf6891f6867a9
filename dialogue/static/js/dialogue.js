// SPDX-License-Identifier: EUPL-1.2
// Small comforts; every page is whole without them. Words come from data attributes.

// What the server asks the reader to look at first (the error summary) gets the focus.
document.querySelector("[data-focus]")?.focus();

// Characters left, counted as the server counts: code points after LF, NFC and strip.
for (const box of document.querySelectorAll("textarea[data-limit]")) {
  const line = document.getElementById(box.dataset.counter);
  const limit = Number(box.dataset.limit);
  const show = () => {
    const used = [...box.value.replace(/\r\n?/g, "\n").normalize("NFC").trim()].length;
    const words = used > limit ? box.dataset.over : box.dataset.left;
    line.hidden = used < Number(box.dataset.from);
    line.textContent = line.hidden ? "" : words.replace("{n}", Math.abs(limit - used));
  };
  if (line) { box.addEventListener("input", show); show(); }
}

// A menu closes on Escape, with the focus back on its button, and on a click beside it.
const menus = () => document.querySelectorAll("details[data-menu][open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) { menu.open = false; menu.querySelector("summary").focus(); }
});
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});

// The bar at the foot of a goal page shows only while its form is out of sight.
const bar = document.querySelector("[data-follows]");
const form = bar && document.querySelector(bar.dataset.follows);
if (form) new IntersectionObserver(([seen]) => { bar.hidden = seen.isIntersecting; }).observe(form);

// Printing needs a script, so its button shows only where there is one.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Words to begin from come with the chosen ground, as long as nobody has written her own.
for (const list of document.querySelectorAll("[data-suggestions]")) {
  const form = list.closest("form"), box = form.querySelector("textarea");
  form.addEventListener("change", ({ target }) => {
    const words = target.type === "radio" && list.querySelector(`[data-for="${target.value}"]`);
    if (words && ["", box.dataset.filled].includes(box.value)) box.value = box.dataset.filled = words.textContent;
  });
}

// Long parts fold on a phone.
if (matchMedia("(max-width: 59.99rem)").matches) {
  for (const part of document.querySelectorAll("[data-part]")) part.open = part.querySelector(":target");
}
