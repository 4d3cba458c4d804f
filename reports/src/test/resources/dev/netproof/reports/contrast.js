// Texts whose contrast is below WCAG 2.2 AA (1.4.3): 4.5:1, or 3:1 for large ones, against the nearest ground that is painted.
(() => {
  const parts = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a),
    g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a),
    a: 1,
  });
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((value) => value / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    const layers = [];
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      layers.push(colour);
      if (colour.a === 1) {
        break;
      }
    }
    return layers.reverse().reduce((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 });
  };
  const faults = new Set();
  let seen = 0;
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (!own || box.width < 2 || box.height < 2 || style.visibility === 'hidden' || style.clipPath !== 'none' || element.closest('[aria-hidden="true"], .hidden, noscript, script, style')) {
      continue;
    }
    const image = element.namespaceURI.endsWith('svg');
    if (image && style.fill === 'none') {
      continue;
    }
    seen++;
    let opacity = 1;
    for (let at = element; at !== null; at = at.parentElement) {
      opacity *= Number(getComputedStyle(at).opacity);
    }
    // A label of the picture stands on a plate that is drawn before it.
    const before = element.previousElementSibling;
    const plate = image && before?.tagName === 'rect' && before.getBoundingClientRect().right >= box.right;
    const under = plate ? over(parts(getComputedStyle(before).fill), ground(element)) : ground(element);
    const ink = parts(image ? style.fill : style.color);
    const text = over({ ...ink, a: ink.a * opacity }, under);
    const [dark, light] = [luminance(text), luminance(under)].sort((one, other) => one - other);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) {
      faults.add(`${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${element.textContent.trim().slice(0, 30)}" ${ratio.toFixed(2)}`);
    }
  }
  return JSON.stringify({ seen, faults: [...faults] });
})()
