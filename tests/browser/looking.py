"""What is wrong with how a page stands in its window."""

from tests.browser.persons import Person

_CUT = """() => {
  const found = [];
  for (const each of document.querySelectorAll('body *')) {
    const style = getComputedStyle(each);
    if (!each.clientWidth || style.position === 'absolute') continue;
    if (each.closest('svg, textarea, select, input')) continue;
    const cuts = ['hidden', 'clip'].includes(style.overflowX);
    if (cuts && each.scrollWidth > each.clientWidth + 1) found.push(each.outerHTML);
  }
  return found.map(each => each.slice(0, 120));
}"""
_OVERLAPPING = """() => {
  const placed = each => getComputedStyle(each).position;
  const shown = [...document.querySelectorAll(
    'a, button, input, select, summary')]
    .filter(each => each.checkVisibility() && each.type !== 'hidden')
    .filter(each => !each.closest('svg, .tally') && placed(each) !== 'absolute')
    .map(each => [each, [...each.getClientRects()]]);
  const meets = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  const found = [];
  shown.forEach(([one, its], at) => {
    for (const [other, others] of shown.slice(at + 1, at + 40)) {
      if (one.contains(other)) continue;
      if (its.some(a => others.some(b => meets(a, b))))
        found.push(one.outerHTML.slice(0, 100) + ' / ' + other.outerHTML.slice(0, 100));
    }
  });
  return found;
}"""
_OUTSIDE = """() => {
  const wide = document.documentElement.clientWidth;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !parent.checkVisibility()) continue;
    if (parent.closest('[role=region], svg, noscript, pre, option')) continue;
    if (parent.closest('.visually-hidden, .utrecht-skip-link')) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const box = range.getBoundingClientRect();
    if (box.right > wide + 1 || box.left < -1) found.push(texts.currentNode.data);
  }
  return found;
}"""


def too_wide(person: Person) -> int:
    """By how much the page is wider than its window, in pixels."""
    found: int = person.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return found


def lost(person: Person) -> list[str]:
    """What is cut off, stands outside of the window or over something else.

    Tables are left out: they scroll in regions of their own. So is what stays at the
    foot of the window on purpose.
    """
    page = person.page
    scripts = (_CUT, _OVERLAPPING, _OUTSIDE)
    return [each for script in scripts for each in page.evaluate(script)]
