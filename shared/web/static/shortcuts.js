// Single keys for what a page already has a link, a button or a field for: those name their key in
// aria-keyshortcuts. Without this file the page works the same, by hand.
(() => {
  "use strict";

  const WRITTEN_IN = "input, textarea, select, [contenteditable], dialog[open]";

  function isOurs(event) {
    const held = event.ctrlKey || event.metaKey || event.altKey;
    return !held && !event.defaultPrevented && !event.isComposing && !event.repeat &&
      !event.target.closest(WRITTEN_IN);
  }

  function openDialog(link) {
    const dialog = document.getElementById(link.dataset.opens);
    if (!dialog || !dialog.showModal) return false;
    dialog.showModal();
    return true;
  }

  function use(element) {
    if (element.matches(WRITTEN_IN)) element.focus();
    else element.click();
  }

  document.addEventListener("keydown", (event) => {
    if (!isOurs(event)) return;
    const element = document.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
    if (!element) return;
    event.preventDefault();
    use(element);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-opens]");
    if (link && openDialog(link)) event.preventDefault();
  });
})();
