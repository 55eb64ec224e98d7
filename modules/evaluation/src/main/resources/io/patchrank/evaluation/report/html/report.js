(() => {
  const controls = document.getElementById("controls");
  if (!controls) return;
  const list = document.getElementById("queries");
  const cards = [...list.children];
  const order = document.getElementById("order");
  const find = document.getElementById("find");
  const nothing = document.getElementById("nothing");
  const buttons = [...controls.querySelectorAll("button")];
  const by = {
    change: (a, b) => Math.abs(b.dataset.gain) - Math.abs(a.dataset.gain),
    gain: (a, b) => b.dataset.gain - a.dataset.gain,
    loss: (a, b) => a.dataset.gain - b.dataset.gain,
    after: (a, b) => a.dataset.after - b.dataset.after,
    name: (a, b) => a.dataset.name.localeCompare(b.dataset.name),
  };
  let kind = "all";
  const show = () => {
    const part = find.value.trim().toLowerCase();
    let shown = 0;
    for (const card of cards) {
      card.hidden = (kind !== "all" && !card.classList.contains(kind))
        || !card.dataset.name.toLowerCase().includes(part);
      if (!card.hidden) shown++;
    }
    nothing.hidden = shown > 0;
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      kind = button.dataset.kind;
      buttons.forEach((other) => other.setAttribute("aria-pressed", other === button));
      show();
    });
  }
  order.addEventListener("change", () => list.append(...cards.sort(by[order.value])));
  find.addEventListener("input", show);
  controls.addEventListener("submit", (event) => event.preventDefault());
  controls.hidden = false;
})();
