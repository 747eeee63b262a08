// The page's half of LiveFigure: paints the rectangles the kernel sends, reports the pointer.
// One frame and one pointer move are under way at a time; the newest waiting move wins.

function element(tag, className, parent, attributes = {}) {
  const node = document.createElement(tag);
  node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent.append(node);
  return node;
}

function render({ model, el }) {
  const aspect = model.get("width") / model.get("height");
  const figure = element("div", "l12-figure", el);
  figure.style.setProperty("--l12-aspect", aspect);
  const frame = element("div", "l12-frame", figure);
  const canvas = element("canvas", "l12-canvas", frame, {
    tabindex: 0, role: "img", "aria-label": model.get("alt"), "data-lm-suppress-shortcuts": "true" });
  canvas.style.aspectRatio = aspect;
  canvas.dataset.frame = 0;
  const cross = element("div", "l12-cross", frame, { "aria-hidden": "true" });
  const below = element("div", "l12-below", figure);
  const words = element("div", "l12-words", below, { role: "status", "aria-live": "polite" });
  const copy = element("button", "l12-copy", below, { type: "button", title: "Copy the line of code that restores this setting" });
  copy.textContent = "Copy";
  const context = canvas.getContext("2d");
  let handles = [];
  let call = "";

  // ---- frames ----
  async function paint(message, buffers) {
    const images = await Promise.all(buffers.map((b) => createImageBitmap(new Blob([b], { type: "image/webp" }))));
    if (canvas.width !== message.width || canvas.height !== message.height) {
      canvas.width = message.width;
      canvas.height = message.height;
    }
    message.corners.forEach(([x, y], i) => context.drawImage(images[i], x, y));
    handles = message.handles;
    call = message.call;
    copy.hidden = !call;
    if (words.dataset.html !== message.words) words.innerHTML = words.dataset.html = message.words;
    words.classList.toggle("l12-error", message.error);
    canvas.dataset.call = call;
    canvas.dataset.handles = JSON.stringify(handles);
    canvas.dataset.bytes = buffers.reduce((sum, b) => sum + b.byteLength, 0);
    canvas.dataset.frame = Number(canvas.dataset.frame) + 1;
    model.send({ type: "painted" });
  }
  let queue = Promise.resolve();
  let repaired = 0;
  function repair(error) {
    // a frame that cannot be painted must not stop all others: ask for a whole one, but not for ever
    console.error(error);
    if (repaired++ < 3) model.send({ type: "resize", pixels });
  }
  function receive(message, buffers) {
    if (message.type === "frame") queue = queue.then(() => paint(message, buffers)).catch(repair);
    if (message.type === "handled") {
      busy = false;
      if (waiting) send(waiting);
    }
  }
  model.on("msg:custom", receive);

  // ---- size: the kernel draws exactly as many pixels as the screen shows ----
  let pixels = 0;
  // Keys pressed on a control are the control's own: else JupyterLab moves to another cell, or deletes one.
  const keepKeys = (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true");
  function measure() {
    const now = Math.round(canvas.clientWidth * window.devicePixelRatio);
    if (now < 50 || Math.abs(now - pixels) < 2) return;
    if (!pixels) el.closest(".l12-explorer")?.addEventListener("focusin", keepKeys);
    model.send({ type: pixels ? "resize" : "ready", pixels: now });
    pixels = now;
  }
  let timer;
  const observer = new ResizeObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(measure, pixels ? 150 : 0);
  });
  observer.observe(canvas);

  // ---- pointer ----
  let busy = false;
  let waiting = null;
  let cursor = null; // the keyboard's pointer, in fractions of the picture
  let pressed = false;
  function send(event) {
    if (busy) {
      // of several moves in a row only the newest counts; a press, a release and the move before it are never lost
      if (waiting && !(waiting.kind === "drag" && event.kind === "drag")) model.send(waiting);
      waiting = event;
      return;
    }
    busy = true;
    waiting = null;
    model.send(event);
  }
  function point(kind, [fx, fy], shift) {
    if (model.get("pointing")) send({ type: "pointer", kind, fx, fy, shift });
  }
  function fraction(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }
  function near([fx, fy]) {
    const { width, height } = canvas.getBoundingClientRect();
    return handles.some(([x, y]) => Math.hypot((x - fx) * width, (y - fy) * height) <= model.get("reach"));
  }
  canvas.addEventListener("pointerdown", (event) => {
    if (!model.get("pointing") || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    pressed = true;
    point("press", fraction(event), event.shiftKey);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (pressed) point("drag", fraction(event), event.shiftKey);
    else canvas.style.cursor = near(fraction(event)) ? "grab" : model.get("pointing") ? "crosshair" : "default";
  });
  function release(event) {
    if (!pressed) return;
    pressed = false;
    point("release", fraction(event), event.shiftKey);
  }
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);

  // ---- the same by keyboard: arrows move a cross, Space grabs and lets go, Enter clicks, Page Down goes to the next point ----
  function show() {
    cross.style.display = cursor ? "block" : "none";
    if (cursor) {
      cross.style.left = `${100 * cursor[0]}%`;
      cross.style.top = `${100 * cursor[1]}%`;
      cross.classList.toggle("l12-holding", pressed);
    }
  }
  let next = 0;
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  canvas.addEventListener("keydown", (event) => {
    if (!model.get("pointing")) return;
    const { key, shiftKey } = event;
    const step = steps[key];
    if (!step && !["Enter", " ", "PageDown", "Escape"].includes(key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (pressed && (key === "PageDown" || key === "Enter")) return; // first let go
    if (!cursor || key === "PageDown") cursor = handles.length ? [...handles[next++ % handles.length]] : cursor || [0.5, 0.5];
    else if (step) {
      const size = event.ctrlKey ? 0.05 : 0.01;
      cursor = cursor.map((c, i) => Math.min(1, Math.max(0, c + size * step[i] * (i ? aspect : 1))));
      if (pressed) point("drag", cursor, shiftKey);
    }
    if (key === " ") {
      pressed = !pressed;
      point(pressed ? "press" : "release", cursor, shiftKey);
    }
    if (key === "Enter") {
      point("press", cursor, shiftKey);
      point("release", cursor, shiftKey);
    }
    if (key === "Escape") {
      if (pressed) point("release", cursor, shiftKey);
      pressed = false;
      cursor = null;
    }
    show();
  });
  canvas.addEventListener("blur", () => {
    if (pressed && cursor) point("release", cursor, false);
    pressed = false;
    cursor = null;
    show();
  });

  // ---- copy ----
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(call);
      copy.textContent = "Copied";
    } catch {
      copy.textContent = "Select and copy:";
    }
    const code = below.querySelector(".l12-call") || element("code", "l12-call", below);
    code.textContent = call;
    setTimeout(() => {
      copy.textContent = "Copy";
      code.remove();
    }, 6000);
  });

  return () => {
    observer.disconnect();
    model.off("msg:custom", receive);
  };
}

export default { render };
