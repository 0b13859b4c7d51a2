/* 职音 Zhiyin — going somewhere by a few letters: Ctrl+K, or / where a page has no search of its own. */
(function () {
  "use strict";
  var doc = document;
  var box = doc.querySelector("[data-palette-box]");
  if (!box || !box.showModal || !window.fetch) return;
  var input = box.querySelector("input");
  var list = box.querySelector("#z-go-list");
  var asked = 0, timer = 0, at = 0;
  function all(selector, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(selector)); }

  /* What may be done on this page: its own links and buttons of steps, found by their words. */
  function steps(words) {
    return all("#steps a[href], #steps button, a[data-palette]").filter(function (step) {
      var text = step.textContent.toLowerCase();
      return step.offsetParent !== null && words.every(function (word) { return text.indexOf(word) >= 0; });
    });
  }
  function draw(html) {
    var words = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    list.innerHTML = html;
    var found = steps(words);
    if (found.length) {
      var here = doc.createElement("ul");
      here.className = "z-card z-list z-list--a z-go__list";
      found.forEach(function (step) {
        var item = doc.createElement("li");
        var button = doc.createElement("button");
        button.type = "button";
        button.className = "z-list__a z-go__step";
        button.setAttribute("data-go", "");
        button.textContent = step.textContent.trim();
        button.addEventListener("click", function () { box.close(); step.click(); });
        item.appendChild(button);
        here.appendChild(item);
      });
      list.insertBefore(here, list.firstChild);
    }
    mark(0);
  }
  function mark(place) {
    var places = all("[data-go]", list);
    at = Math.max(0, Math.min(place, places.length - 1));
    places.forEach(function (one, n) {
      one.id = "z-go-" + n;
      if (n === at) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    });
    if (places[at]) {
      input.setAttribute("aria-activedescendant", "z-go-" + at);
      places[at].scrollIntoView({ block: "nearest" });
    }
  }
  function look() {
    var turn = ++asked;
    fetch(box.dataset.url + "?part=1&q=" + encodeURIComponent(input.value), { credentials: "same-origin" })
      /* Redirected: the sign-in has ended meanwhile. Without an answer the steps of this page are left. */
      .then(function (answer) { return answer.ok && !answer.redirected ? answer.text() : ""; })
      .catch(function () { return ""; })
      .then(function (html) { if (turn === asked) draw(html); });
  }
  function open() {
    box.hidden = false;
    if (!box.open) box.showModal();
    input.value = "";
    input.focus();
    look();
  }
  input.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(look, 120); });
  box.addEventListener("keydown", function (event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") { event.preventDefault(); mark(at + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark(at - 1); }
    else if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      var chosen = all("[data-go]", list)[at];
      if (chosen) chosen.click();
    }
  });
  box.addEventListener("close", function () { box.hidden = true; });
  doc.addEventListener("keydown", function (event) {
    if (event.isComposing || event.altKey) return;
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    var chord = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    var slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !typing && !doc.querySelector('[data-key="/"]');
    if (!chord && !slash) return;
    event.preventDefault();
    open();
  });
  all("[data-palette-open]").forEach(function (link) {
    link.addEventListener("click", function (event) { event.preventDefault(); open(); });
  });
})();
