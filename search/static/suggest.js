/* Proposals under the search box while somebody types. The page works without it.
   Follows the combobox pattern of the ARIA Authoring Practices: the box keeps the focus, the
   arrows walk, Enter takes, Escape closes. */
"use strict";
for (const box of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  list.id = box.id + "-list";
  list.className = "proposals";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.labels[0].textContent);
  box.after(list);
  const describe = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const name in describe) box.setAttribute(name, describe[name]);

  let typed = box.value, asked = null, at = -1;

  const close = () => {
    list.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const mark = (place) => {
    // Past either end stands what was typed.
    at = place < list.children.length ? place : -1;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    box.value = at < 0 ? typed : list.children[at].dataset.text;
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const show = (proposals) => {
    list.replaceChildren(...proposals.map((proposal, i) => {
      const item = document.createElement("li");
      item.id = list.id + "-" + i;
      item.dataset.text = proposal.text;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const text = document.createElement("bdi");
      text.textContent = proposal.text;
      const kind = document.createElement("small");
      kind.textContent = box.dataset[proposal.kind] || "";
      item.append(text, " ", kind);
      return item;
    }));
    list.hidden = proposals.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
  };
  const ask = async () => {
    typed = box.value;
    at = -1;
    box.removeAttribute("aria-activedescendant");
    if (asked) asked.abort();
    if (!typed.trim()) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(box.dataset.suggest + "?q=" + encodeURIComponent(typed), { signal: asked.signal });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  box.addEventListener("input", (event) => event.isComposing || ask());
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at < 0 ? list.children.length - 1 : at - 1);
    else if (event.key === "Escape") { box.value = typed; close(); }
    else return;
    event.preventDefault();
  });
  // Before the box loses the focus to what is pressed.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (!item) return;
    box.value = item.dataset.text;
    close();
    box.form.requestSubmit();
  });
  box.addEventListener("blur", close);
}
