// Buttons of which one is pressed, as a radio group: one tab stop, arrow keys inside.
function segmented(element, choices, chosen, onChoose) {
  const buttons = choices.map((choice) => make("button", {
    type: "button", role: "radio", "aria-checked": String(choice === chosen),
    tabIndex: choice === chosen ? 0 : -1,
  }, choice[0].toUpperCase() + choice.slice(1)));
  const choose = (at) => {
    buttons.forEach((button, other) => {
      button.setAttribute("aria-checked", String(other === at));
      button.tabIndex = other === at ? 0 : -1;
    });
    onChoose(choices[at]);
  };
  buttons.forEach((button, at) => button.addEventListener("click", () => choose(at)));
  arrows(element, buttons, choose);
  element.replaceChildren(...buttons);
  return element;
}

function arrows(element, buttons, choose) {
  // Not one more each time: the same element may get new buttons.
  element.onkeydown = (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    const next = (to + buttons.length) % buttons.length;
    buttons[next].focus();
    choose(next);
    event.preventDefault();
    event.stopPropagation();
  };
}
