"""Drive an explorer as a hand on the keyboard does, and note everything that does not answer.

    drive(explorer)     # a locator of an `.l12-explorer`; the list of what is wrong with it, one line each

Every control goes to both ends (a choice through all its options), every option that wakes further controls is
followed by driving those; Reset must bring the first picture back, bit for bit; points are dragged by pointer
and by keyboard. A control that changes neither picture nor words, wherever it stands, is at fault, unless the
explorer has disabled it.
"""

import json

from lab import wait_until

SECONDS = 10  # at most, from a key to the answer
SEEN = """explorer => {
    const canvases = [...explorer.querySelectorAll('canvas.l12-canvas')];
    const sum = canvas => {
        const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        let hash = 17;
        for (const pixel of new Uint32Array(data.buffer)) hash = Math.imul(hash ^ pixel, 16777619);
        return hash;
    };
    const text = name => [...explorer.querySelectorAll(name)].map(e => e.innerText.trim()).filter(t => t).join(' ');
    return {
        frames: canvases.reduce((n, canvas) => n + Number(canvas.dataset.frame), 0),
        picture: canvases.map(sum).join(), words: text('.l12-words'), error: text('.l12-error'),
    };
}"""
LABEL = """control => {
    const box = control.closest('.widget-inline-hbox, .widget-checkbox, .jupyter-widgets') || control;
    return box.querySelector('.widget-label, label')?.innerText.trim() || control.innerText.trim()
        || box.innerText.trim() || control.title || control.className; }"""
VALUE = """control => {
    if (control.type === 'checkbox') return String(control.checked);
    if (control.matches('.widget-toggle-buttons')) return control.querySelector('.mod-active')?.innerText;
    return control.getAttribute('aria-valuenow') ?? control.value; }"""
KINDS = {  # how each kind of control is found, the buttons last
    "slider": ".noUi-handle[role=slider]", "select": "select", "checkbox": "input[type=checkbox]",
    "choice": ".widget-toggle-buttons", "toggle": "button.widget-toggle-button:not(.widget-toggle-buttons *)",
    "text": "input[type=text]", "play": ".widget-play", "button": "button.widget-button:not(.widget-play *)",
}
DISABLED = "control => !!control.closest('[disabled], :disabled') || !!control.querySelector('button:disabled')"


class Driver:
    """One explorer and what was found wrong with it."""

    def __init__(self, explorer):
        self.explorer, self.keyboard, self.faults = explorer, explorer.page.keyboard, []
        self.driven, self.asleep, self.words, self.pictures = set(), set(), set(), set()
        self.look()
        self.initial = self.seen

    # ---- looking ----

    def look(self):
        self.seen = self.explorer.evaluate(SEEN)
        self.words.add(self.seen["words"])
        self.pictures.add(self.seen["picture"])
        return self.seen

    def answer(self):
        """Wait for the next frame; whether picture or words differ from before. None if no frame came."""
        before = self.seen
        try:
            wait_until(lambda: self.look()["frames"] > before["frames"], SECONDS, "no frame")
        except TimeoutError:
            return None
        return any(self.seen[key] != before[key] for key in ("picture", "words"))

    def settle(self):
        """Wait until no more frames come."""
        def still():
            before = self.look()["frames"]
            self.explorer.page.wait_for_timeout(150)
            return self.look()["frames"] == before
        wait_until(still, SECONDS, "the picture never comes to rest")

    def fault(self, control, what):
        self.faults.append(f"{control}: {what}")

    # ---- controls ----

    def controls(self):
        """(kind, locator, label) of all controls, in the order of the page, sliders first."""
        for kind, selector in KINDS.items():
            for control in self.explorer.locator(f".l12-controls {selector}").all():
                yield kind, control, control.evaluate(LABEL)

    def all_controls(self):
        for number, (kind, control, label) in enumerate(self.controls()):
            if kind not in ("button", "play"):
                self.control(number, kind, control, label)
                self.reset(label)
        for number, (kind, control, label) in enumerate(self.controls()):
            if kind in ("button", "play") and label != "Reset":
                self.control(number, kind, control, label)
                self.reset(label)
        for label in sorted(self.asleep - {label for _, label in self.driven}):
            self.fault(label, "disabled, and no single choice enables it")

    def control(self, number, kind, control, label, deep=True):
        """Drive one control, and those that it wakes."""
        if control.evaluate(DISABLED):
            self.asleep.add(label)
            return
        self.driven.add((number, label))
        changed = False
        for act in getattr(self, kind)(control):
            value = control.evaluate(VALUE)
            self.look()
            act()
            if kind not in ("button", "play") and control.evaluate(VALUE) == value:
                continue
            answer = self.answer()
            if answer is None:
                self.fault(label, f"no picture within {SECONDS} s, now at {control.evaluate(VALUE)}")
            changed = changed or bool(answer)
            if self.seen["error"] and kind != "text":
                self.fault(label, f"at {control.evaluate(VALUE)} it says {self.seen['error']!r}")
            if deep:
                self.wake()
        if not changed:
            self.fault(label, "changes neither picture nor words")

    def wake(self):
        """Drive controls that could not be moved before and can be now."""
        if not self.asleep:
            return
        for number, (kind, control, label) in enumerate(self.controls()):
            if label in self.asleep and (number, label) not in self.driven:
                self.control(number, kind, control, label, deep=False)

    def reset(self, label):
        button = self.explorer.get_by_role("button", name="Reset", exact=True)
        if not button.count():
            return
        self.look()
        button.press("Space")
        if self.answer() is None:
            self.fault("Reset", f"no picture within {SECONDS} s (after {label})")
        elif any(self.seen[key] != self.initial[key] for key in ("picture", "words")):
            self.fault("Reset", f"does not bring the first picture back (after {label})")

    # ---- one generator of key presses a kind ----

    def keys(self, control, *keys):
        control.focus()
        return [lambda key=key: self.keyboard.press(key) for key in keys]

    def slider(self, control):
        return self.keys(control, "Home", "End", "ArrowLeft")

    def select(self, control):
        return self.keys(control, "Home", *["ArrowDown"] * (control.locator("option").count() - 1))

    def checkbox(self, control):
        return self.keys(control, "Space", "Space")

    toggle = checkbox

    def choice(self, control):
        return [lambda button=button: button.press("Space") for button in control.locator("button").all()]

    def text(self, control):
        """Nonsense must be answered in words, and the old text must be taken again."""
        old = control.input_value()

        def write(new):
            control.fill(new)
            control.press("Enter")
        return [lambda: write(")("), lambda: write(old)]

    def play(self, control):
        def run():
            button = control.locator("button").first
            button.press("Space")
            self.explorer.page.wait_for_timeout(400)
            button.press("Space")
        return [run]

    def button(self, control):
        return self.keys(control, "Space")

    # ---- points ----

    def handles(self):
        canvas = self.explorer.locator("canvas.l12-canvas").first
        return canvas, json.loads(canvas.get_attribute("data-handles") or "[]")

    def points(self):
        """Drag a point with the pointer, then one with the keyboard; both must change the picture."""
        canvas, handles = self.handles()
        if not handles:
            return
        canvas.scroll_into_view_if_needed()
        box, mouse = canvas.bounding_box(), self.explorer.page.mouse
        x, y = box["x"] + handles[0][0] * box["width"], box["y"] + handles[0][1] * box["height"]
        toward = (box["x"] + box["width"] / 2 - x) / 4 or 20, (box["y"] + box["height"] / 2 - y) / 4 or 20
        self.look()
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + toward[0], y + toward[1], steps=8)
        mouse.up()
        self.moved("a point dragged", handles)
        self.reset("a point dragged")
        canvas, handles = self.handles()
        self.look()
        canvas.focus()
        for key in ["PageDown", "Space", *["ArrowLeft" if handles[0][0] > 0.5 else "ArrowRight"] * 5,
                    *["ArrowUp" if handles[0][1] > 0.5 else "ArrowDown"] * 5, "Space"]:
            self.keyboard.press(key)
        self.moved("a point moved by keyboard", handles)
        self.reset("a point moved by keyboard")

    def moved(self, what, handles):
        answer = self.answer()
        self.settle()
        if not answer:
            self.fault(what, "changes neither picture nor words")
        elif self.handles()[1] == handles:
            self.fault(what, "stays where it was")
        if self.seen["error"]:
            self.fault(what, f"it says {self.seen['error']!r}")

    def whole(self):
        """What must hold for the explorer as a whole."""
        for canvas in self.explorer.locator("canvas.l12-canvas").all():
            if not canvas.get_attribute("aria-label"):
                self.fault("the picture", "has no description (aria-label)")
        if "" in self.words:
            self.fault("the words", "are empty")
        if len(self.words) < 2:
            self.fault("the words", "never change")
        if len(self.pictures) < 2:
            self.fault("the picture", "never changes")


def drive(explorer):
    """Everything that does not answer in the explorer, one line each."""
    explorer.scroll_into_view_if_needed()
    driver = Driver(explorer)
    driver.all_controls()
    driver.points()
    driver.whole()
    return driver.faults
