'use strict';
// Choosing a card lights the stages that belong to it, and a stage its cards. Without this script all is there to be read.
(() => {
  const noun = document.documentElement.dataset.noun;
  const cards = [...document.querySelectorAll('[data-card]')];
  const stages = [...document.querySelectorAll('[data-stage]')];
  const said = document.getElementById('said');
  const numbersOf = (card) => card.dataset.stages.split(' ').filter(Boolean);
  const isShown = (element) => element.getClientRects().length > 0;

  // Light these cards and stages, and say so; `name` is what was chosen, '' for nothing.
  function light(chosen, numbers, name) {
    for (const card of cards) card.setAttribute('aria-pressed', String(chosen.has(card.dataset.card)));
    for (const stage of stages) stage.classList.toggle('lit', numbers.includes(stage.dataset.stage));
    said.hidden = !name;
    said.replaceChildren();
    if (!name) return;
    const lead = numbers.length ? `${name}: ${numbers.length === 1 ? 'step' : 'steps'} ` : `${name}: no step`;
    said.append(lead);
    for (const number of numbers) {
      const link = document.createElement('a');
      link.href = `#step-${number}`;
      link.textContent = number;
      said.append(link, ' ');
    }
  }

  function choose(card) {
    if (card.getAttribute('aria-pressed') === 'true') {
      light(new Set(), [], '');
      return;
    }
    const numbers = numbersOf(card);
    light(new Set([card.dataset.card]), numbers, card.getAttribute('aria-label'));
    const steps = document.getElementById('steps');
    const first = document.getElementById(`step-${numbers[0]}`);
    // beside the picture the steps can move without it
    if (first && steps.getBoundingClientRect().left > card.getBoundingClientRect().right) first.scrollIntoView({ block: 'nearest' });
  }

  function move(card, by) {
    const shown = cards.filter(isShown);
    const next = shown[shown.indexOf(card) + by];
    if (next) next.focus();
  }

  const keys = {
    Enter: choose,
    ' ': choose,
    ArrowDown: (card) => move(card, 1),
    ArrowUp: (card) => move(card, -1),
    Home: () => cards.filter(isShown)[0].focus(),
    End: () => cards.filter(isShown).at(-1).focus(),
  };
  for (const card of cards) {
    card.addEventListener('click', () => choose(card));
    card.addEventListener('keydown', (event) => {
      if (!(event.key in keys) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      keys[event.key](card);
    });
  }
  for (const stage of stages) {
    stage.querySelector('button').addEventListener('click', () => {
      const number = stage.dataset.stage;
      const theirs = cards.filter((card) => numbersOf(card).includes(number));
      light(new Set(theirs.map((card) => card.dataset.card)), [number], `step ${number}`);
      const first = theirs.filter(isShown)[0];
      if (first && noun) first.scrollIntoView({ block: 'nearest' });
    });
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') light(new Set(), [], '');
  });
  document.querySelector('.hint').hidden = cards.length === 0;
})();
