"""Drive an explorer as a hand on the keyboard does, and note everything that does not answer.

    drive(explorer)     # a locator of an `.l12-explorer`; the list of what is wrong with it, one line each

Every control goes to both ends (a choice through all its options), and what it wakes is driven too; Reset must
bring the first picture back, bit for bit; points are dragged by pointer and by keyboard. A control that changes
neither picture nor words, wherever it stands, is at fault, unless the explorer has disabled it.
"""

import json
from dataclasses import dataclass

from lab import IDLE

SECONDS = 10  # at most, from a key to the answer
KINDS = {  # how each kind of control is found; the buttons come last
    "slider": ".noUi-handle[role=slider]", "select": "select", "checkbox": "input[type=checkbox]",
    "choice": ".widget-toggle-buttons", "toggle": "button.widget-toggle-button:not(.widget-toggle-buttons *)",
    "text": "input[type=text]", "number": "input[type=number]",
    "play": ".widget-play", "button": "button.widget-button:not(.widget-play *)",
}
LABEL = """control => {
    const row = control.closest('.l12-slider')
        || control.closest('.widget-inline-hbox, .widget-checkbox, .jupyter-widgets') || control;
    return [row.querySelector('.widget-label'), control, row].map(e => e?.innerText.replace(/\\u200b/g, '').trim())
        .find(text => text) || control.title; }"""
DISABLED = "control => !!control.closest('[disabled], :disabled') || !!control.querySelector('button:disabled')"
VALUE = """control => control.type === 'checkbox' ? String(control.checked)
    : control.matches('button.widget-toggle-button') ? String(control.classList.contains('mod-active'))
    : control.matches('.widget-toggle-buttons') ? control.querySelector('.mod-active')?.innerText
    : String(control.getAttribute('aria-valuetext') ?? control.value ?? '')
        + (control.matches('.noUi-handle') ? '|' + control.parentElement.style.transform : '')"""
SEEN = f"""async (explorer, [control, value, frames, seconds]) => {{
    // Wait for a frame after number `frames` (none comes if the control still has `value`); what is seen then.
    const canvases = [...explorer.querySelectorAll('canvas.l12-canvas')];
    const count = () => canvases.reduce((n, canvas) => n + Number(canvas.dataset.frame), 0);
    const text = name => [...explorer.querySelectorAll(name)].map(e => e.innerText.trim()).join(' ').trim();
    const sum = canvas => {{
        const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        let hash = 17;
        for (const pixel of new Uint32Array(data.buffer)) hash = Math.imul(hash ^ pixel, 16777619);
        return hash; }};
    const now = () => control && ({VALUE})(control);
    const end = performance.now() + 1000 * seconds;
    const still = value !== null && now() === value;
    while (!still && count() <= frames && performance.now() < end) await new Promise(next => setTimeout(next, 4));
    return {{ still, value: now(), answered: count() > frames, frames: count(),
        picture: canvases.map(sum).join(), words: text('.l12-words'), error: text('.l12-error') }}; }}"""


@dataclass
class Control:
    """One control: its kind, its label, and the element that takes the keys."""
    kind: str
    label: str
    element: object
    driven: bool = False

    def disabled(self):
        return self.element.evaluate(DISABLED)


class Driver:
    """One explorer, and what was found wrong with it."""

    def __init__(self, explorer):
        self.explorer, self.page, self.faults = explorer, explorer.page, []
        self.words, self.pictures = set(), set()
        self.controls = [
            Control(kind, element.evaluate(LABEL) or kind, element) for kind, selector in KINDS.items()
            for element in explorer.locator(f".l12-controls {selector}").element_handles()[:1 if kind == "number" else None]]
        self.seen = {"frames": 0}
        self.settle()           # the page may still be finding its width
        self.press_reset()      # a cell of the notebook may have set other values
        self.settle()
        self.initial = self.seen

    def look(self, control=None, value=None, seconds=0):
        """What is seen once a new frame has come, or the seconds are over."""
        frames = self.seen["frames"]
        self.seen = self.explorer.evaluate(SEEN, [control and control.element, value, frames, seconds])
        if not self.seen["error"]:
            self.words.add(self.seen["words"])
        self.pictures.add(self.seen["picture"])
        return self.seen

    def differs(self, before):
        return any(self.seen[key] != before[key] for key in ("picture", "words"))

    def fault(self, what, how):
        self.faults.append(f"{what}: {how}")

    # ---- controls ----

    def all_controls(self):
        for control in self.controls:
            if control.label != "Reset" and not control.driven and not control.disabled():
                self.drive(control)
                self.reset(control.label)
        for control in self.controls:
            if not control.driven and control.kind != "button":     # a button may have nothing to do: no added points
                self.fault(control.label, "disabled, and no single control enables it")

    def drive(self, control, deep=True):
        """One control to all its places, and those that it wakes."""
        control.driven, changed = True, False
        asleep = [other for other in self.controls if not other.driven and other.disabled()]
        value = None if control.kind in ("play", "button") else control.element.evaluate(VALUE)
        for act in getattr(self, control.kind)(control.element):
            before = self.look()
            act()
            seen = self.look(control, value, SECONDS)
            if seen["still"]:
                continue
            value = value and seen["value"]
            if not seen["answered"]:
                self.fault(control.label, f"no picture within {SECONDS} s, now at {seen['value']}")
            if seen["error"] and control.kind != "text":
                self.fault(control.label, f"at {(seen['value'] or '').partition('|')[0]} it says {seen['error']!r}")
            changed = changed or self.differs(before)
            for other in asleep if deep else ():
                if not other.driven and not other.disabled():
                    self.drive(other, deep=False)
        if control.kind == "play":
            self.settle()
        if not changed:
            self.fault(control.label, "changes neither picture nor words")

    def press_reset(self):
        """Press Reset; whether a picture came."""
        self.look()
        next(control for control in self.controls if control.label == "Reset").element.press("Space")
        return self.look(seconds=SECONDS)["answered"]

    def reset(self, after):
        if not self.press_reset():
            self.fault("Reset", f"no picture within {SECONDS} s (after {after})")
        for moment in range(5 * SECONDS):       # on a busy machine the answer to the last key may still be on its way,
            if not self.differs(self.initial):
                return
            if moment == 2 * SECONDS:           # and be given after that to Reset
                self.press_reset()
            self.page.wait_for_timeout(100)
            self.look()
        self.fault("Reset", f"does not bring the first picture back (after {after})")

    # ---- the keys for each kind ----

    def keys(self, element, *keys):
        return [lambda key=key: element.press(key) for key in keys]

    def slider(self, element):
        return self.keys(element, "Home", "End", "ArrowLeft")

    def select(self, element):
        return self.keys(element, "Home", *["ArrowDown"] * (len(element.query_selector_all("option")) - 1))

    def checkbox(self, element):
        return self.keys(element, "Space", "Space")

    toggle = checkbox

    def choice(self, element):
        return [lambda button=button: button.press("Space") for button in element.query_selector_all("button")]

    def text(self, element):
        """Nonsense must be answered in words, and the old text must be taken again."""
        old = element.input_value()

        def write(new):
            element.fill(new)
            element.press("Enter")
        return [lambda: write(")("), lambda: write(old)]

    def number(self, element):
        """The box beside the first slider, since all are alike: its two ends, typed."""
        def write(end):
            element.fill(element.get_attribute(end))
            element.press("Enter")
        return [lambda: write("min"), lambda: write("max")]

    def play(self, element):
        def run():
            button = element.query_selector("button")
            button.press("Space")
            self.page.wait_for_timeout(300)
            button.press("Space")
        return [run]

    def button(self, element):
        return self.keys(element, "Space")

    def settle(self):
        """Wait until the kernel is idle and no more frames come."""
        for _ in range(10 * SECONDS):
            frames = self.seen["frames"]
            self.page.wait_for_timeout(100)
            self.page.wait_for_function(IDLE)
            if self.look()["frames"] == frames:
                return
        self.fault("the picture", "never comes to rest")

    # ---- points ----

    def handles(self):
        """The picture, and the points on it that can be dragged."""
        canvas = self.explorer.locator("canvas.l12-canvas").first
        return canvas, json.loads(canvas.get_attribute("data-handles") or "[]")

    def points(self):
        """Drag a point with the pointer, then with the keyboard, towards the middle."""
        canvas, handles = self.handles()
        if not handles:
            return
        canvas.scroll_into_view_if_needed()
        box, mouse = canvas.bounding_box(), self.page.mouse
        (fx, fy), before = handles[0], self.look()
        mouse.move(box["x"] + fx * box["width"], box["y"] + fy * box["height"])
        mouse.down()
        fx, fy = (0.75 * f + 0.25 * (0.5 if abs(f - 0.5) > 0.1 else 0.8) for f in (fx, fy))
        mouse.move(box["x"] + fx * box["width"], box["y"] + fy * box["height"], steps=8)
        mouse.up()
        self.moved("a point dragged", handles, before)
        before = self.look()
        fx, fy = handles[0]
        keys = ["ArrowLeft" if fx > 0.5 else "ArrowRight"] * 5 + ["ArrowUp" if fy > 0.5 else "ArrowDown"] * 5
        for key in ["PageDown", "Space", *keys, "Space"]:
            canvas.press(key)
        self.moved("a point moved by keyboard", handles, before)

    def moved(self, what, handles, before):
        for _ in range(5 * SECONDS):        # a busy page takes its time until it sends anything
            if self.differs(before):
                break
            self.page.wait_for_timeout(100)
            self.look()
        self.settle()
        if not self.differs(before):
            self.fault(what, "changes neither picture nor words")
        elif self.handles()[1] == handles:
            self.fault(what, "stays where it was")
        if self.seen["error"]:
            self.fault(what, f"it says {self.seen['error']!r}")
        self.reset(what)

    # ---- the whole ----

    def whole(self):
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
