/* 职音 Zhiyin — small helps. Every page works without this file. Floor: Chromium 87, Safari 14. */
(function () {
  "use strict";
  var doc = document;
  var door = doc.body.dataset.door;
  var english = doc.documentElement.lang === "en";
  var say = english
    ? { left: " characters left", photo: "Photo ", remove: "Remove photo ", most: "At most ", photos: " photos", copied: "Copied" }
    : { left: " 个字", photo: "照片 ", remove: "删除照片 ", most: "最多 ", photos: " 张", copied: "已复制" };

  function all(selector, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(selector)); }
  function on(type, handler) { doc.addEventListener(type, handler); }
  function make(tag, className, text) {
    var element = doc.createElement(tag);
    element.className = className || "";
    if (text) element.textContent = text;
    return element;
  }

  /* Drafts: this tab's storage only, gone with the tab. What the server wrote into the form wins. */
  function draftKey(name) { return "z:" + door + ":" + name; }
  function kept(form) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && !/^(hidden|password|file|submit|button)$/.test(field.type) && !("nodraft" in field.dataset);
    });
  }
  function saveDraft(form) {
    var values = kept(form).map(function (field) {
      var choice = field.type === "checkbox" || field.type === "radio";
      return [field.name, field.value, choice ? field.checked : null];
    });
    try { sessionStorage.setItem(draftKey(form.dataset.draft), JSON.stringify(values)); } catch (full) { return; }
  }
  function restoreDraft(form) {
    var values = JSON.parse(sessionStorage.getItem(draftKey(form.dataset.draft)) || "[]");
    if (form.querySelector("[aria-invalid]")) return;
    kept(form).forEach(function (field) {
      values.forEach(function (value) {
        if (value[0] !== field.name) return;
        if (value[2] === null) {
          if (field.tagName === "SELECT" || !field.value) field.value = value[1];
        } else if (value[1] === field.value) field.checked = value[2];
      });
    });
    all("textarea, input", form).forEach(count);
  }
  function drafts() {
    try {
      all("[data-draft-done]").forEach(function (mark) { sessionStorage.removeItem(draftKey(mark.dataset.draftDone)); });
      all("form[data-draft]").forEach(restoreDraft);
    } catch (noStorage) { return; }
    on("input", function (event) {
      var form = event.target.form;
      if (form && form.dataset.draft) saveDraft(form);
    });
    on("submit", function (event) {
      if ("forget" in event.target.dataset) sessionStorage.clear();
    });
  }

  /* One press, one form. The server does not mind a second, people do. */
  function once() {
    on("submit", function (event) {
      var form = event.target;
      if (form.method !== "post" || "repeat" in form.dataset || event.defaultPrevented) return;
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      setTimeout(function () { buttonsOf(form).forEach(function (b) { b.setAttribute("aria-disabled", "true"); }); }, 0);
    });
    function again(form) {
      delete form.dataset.sent;
      buttonsOf(form).forEach(function (b) { b.removeAttribute("aria-disabled"); });
    }
    window.addEventListener("pageshow", function () { all("form[data-sent]").forEach(again); });
    on("htmx:afterRequest", function (event) { if (event.target.dataset && event.target.dataset.sent) again(event.target); });
  }
  function buttonsOf(form) {
    return Array.prototype.filter.call(form.elements, function (b) { return b.type === "submit"; });
  }

  /* How many characters are left, near the end. */
  function count(field) {
    var limit = Number(field.dataset.count || field.getAttribute("maxlength"));
    if (!limit || !/^(textarea|text)$/.test(field.type)) return;
    var left = limit - field.value.length;
    var note = field.counter;
    if (!note) {
      if (left > limit / 5) return;
      note = field.counter = make("p", "z-help");
      note.setAttribute("role", "status");
      field.insertAdjacentElement("afterend", note);
    }
    note.hidden = left > limit / 5;
    note.className = left < 0 ? "z-error" : "z-help";
    note.textContent = english ? left + say.left : (left < 0 ? "多了 " + -left : "还能写 " + left) + say.left;
  }

  /* Photos: seen before they are sent, taken away one by one. */
  function photos(input) {
    var add = input.closest(".z-photo") || input;
    var most = Number(input.dataset.photos) || 9;
    var canRemove = typeof DataTransfer === "function" && canBuild();
    var chosen = [];
    var note = make("span", "z-help");
    note.setAttribute("role", "status");
    add.insertAdjacentElement("afterend", note);
    function canBuild() { try { return !!new DataTransfer().items; } catch (old) { return false; } }
    function put() {
      if (!canRemove) return;
      var list = new DataTransfer();
      chosen.forEach(function (file) { list.items.add(file); });
      input.files = list.files;
    }
    function draw() {
      all("[data-preview]", add.parentNode).forEach(function (old) { URL.revokeObjectURL(old.firstChild.src); old.remove(); });
      chosen.forEach(function (file, index) {
        var box = make("span", "z-photo");
        var image = make("img");
        box.dataset.preview = "";
        image.src = URL.createObjectURL(file);
        image.alt = say.photo + (index + 1);
        box.appendChild(image);
        if (canRemove) box.appendChild(cross(index));
        add.insertAdjacentElement("beforebegin", box);
      });
    }
    function cross(index) {
      var button = make("button", "z-photo__x");
      var use = doc.querySelector("use").getAttribute("href").replace(/#.*/, "#i-x");
      button.type = "button";
      button.setAttribute("aria-label", say.remove + (index + 1));
      button.innerHTML = '<svg class="z-i" aria-hidden="true"><use href="' + use + '"/></svg>';
      button.addEventListener("click", function () { chosen.splice(index, 1); put(); draw(); input.focus(); });
      return button;
    }
    input.addEventListener("change", function () {
      var added = Array.prototype.slice.call(input.files);
      chosen = canRemove ? chosen.concat(added) : added;
      note.textContent = chosen.length > most ? say.most + most + say.photos : "";
      if (canRemove) chosen = chosen.slice(0, most);
      put();
      draw();
    });
  }

  /* Copy, print, back: buttons that only make sense with a script are hidden until now. */
  function copy(button) {
    var source = doc.querySelector(button.dataset.copy);
    var text = source.textContent.replace(/\s+/g, source.dataset.copySpace || "").trim();
    function done() {
      var label = button.lastChild;
      var before = label.textContent;
      label.textContent = say.copied;
      setTimeout(function () { label.textContent = before; }, 2000);
    }
    function byHand() {
      var area = make("textarea", "z-sr", text);
      doc.body.appendChild(area);
      area.select();
      if (doc.execCommand("copy")) done();
      area.remove();
      button.focus();
    }
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, byHand);
    else byHand();
  }
  function buttons() {
    all("[data-copy], [data-print], [data-back]").forEach(function (button) { button.hidden = false; });
    on("click", function (event) {
      var button = event.target.closest("[data-copy], [data-print], [data-back], [aria-disabled='true']");
      if (!button) return;
      if (button.getAttribute("aria-disabled") === "true") event.preventDefault();
      else if (button.dataset.copy) copy(button);
      else if ("print" in button.dataset) window.print();
      else if ("back" in button.dataset) history.back();
    });
  }

  /* Menus close on Escape and on a click elsewhere. */
  function menus() {
    function close(except) {
      all("details.z-menu[open]").forEach(function (menu) {
        if (menu.contains(except)) return;
        var inside = menu.contains(doc.activeElement);
        menu.open = false;
        if (inside) menu.querySelector("summary").focus();
      });
    }
    on("click", function (event) { close(event.target); });
    on("keydown", function (event) { if (event.key === "Escape") close(null); });
  }

  /* The rail's groups stay as they were left; on a phone Escape shuts the menu. */
  function rail() {
    all("details[data-fold]").forEach(function (fold) {
      var key = "z:fold:" + fold.dataset.fold;
      try {
        var was = localStorage.getItem(key);
        if (was) fold.open = was === "1";
        fold.addEventListener("toggle", function () { localStorage.setItem(key, fold.open ? "1" : "0"); });
      } catch (noStorage) { return; }
    });
    var here = doc.querySelector(".z-rail [aria-current]");
    if (here) here.scrollIntoView({ block: "nearest" });
    var button = doc.querySelector("[data-menu]");
    if (!button) return;
    function told() { button.setAttribute("aria-expanded", String(location.hash === "#menu")); }
    told();
    window.addEventListener("hashchange", told);
    on("keydown", function (event) {
      if (event.key !== "Escape" || location.hash !== "#menu") return;
      location.hash = "";
      button.focus();
    });
  }

  /* Ctrl+Enter sends the form one writes in, where it says so. */
  doc.addEventListener("keydown", function (event) {
    var form = event.target.form;
    var button = event.key === "Enter" && (event.ctrlKey || event.metaKey) && form && form.querySelector("[data-submit]");
    if (button) { event.preventDefault(); button.click(); }
  });

  /* Keys of lists: J K move, X picks, and whatever carries data-key. */
  function move(step) {
    var rows = all("[data-row]");
    var here = rows.findIndex(function (row) { return row.contains(doc.activeElement); });
    if (here < 0) here = rows.findIndex(function (row) { return row.classList.contains("cur"); });
    var row = rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
    if (row) row.querySelector("a[href]").focus();
  }
  function pick() {
    var row = doc.activeElement.closest("[data-row]") || doc.querySelector("[data-row].cur");
    var box = row && row.querySelector("[data-check]");
    if (box) box.click();
  }
  function help() {
    var dialog = doc.querySelector("[data-keys]");
    if (!dialog) return;
    dialog.hidden = false;
    if (dialog.showModal && !dialog.open) dialog.showModal();
  }
  function keys() {
    on("keydown", function (event) {
      var target = event.target;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== "checkbox" && target.type !== "radio") return;
      var key = event.key.toLowerCase();
      var acts = { j: function () { move(1); }, k: function () { move(-1); }, x: pick, "?": help };
      var marked = /^[a-z0-9/]$/.test(key) && doc.querySelector('[data-key="' + key + '"]');
      if (!marked && !(acts[key] && doc.querySelector("[data-row], [data-keys]"))) return;
      event.preventDefault();
      if (!marked) acts[key]();
      else if (/^(INPUT|TEXTAREA|SELECT)$/.test(marked.tagName)) marked.focus();
      else marked.click();
    });
    on("change", function (event) {
      if (!("check" in event.target.dataset)) return;
      var n = all("[data-check]:checked").length;
      all("[data-checked-count]").forEach(function (place) { place.textContent = n; });
    });
  }

  /* What is wrong with a form is read out, and its links lead to the fields. */
  var wrong = doc.querySelector("[data-errors]");
  if (wrong) wrong.focus();

  /* The view that is shown is in sight, on a phone too. */
  all(".z-views > [aria-current]").forEach(function (tab) {
    tab.parentNode.scrollLeft = tab.offsetLeft - 32;
  });

  drafts();
  once();
  buttons();
  menus();
  rail();
  keys();
  all("input[data-photos]").forEach(photos);
  all("textarea, input").forEach(count);
  on("input", function (event) { count(event.target); });
  if (door === "app" && window.isSecureContext && navigator.serviceWorker) navigator.serviceWorker.register("/app/worker.js", { scope: "/app/" });
})();
