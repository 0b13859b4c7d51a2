/* 职音 Zhiyin — guesses the topic while one writes. The server guesses again; the page works without it. */
(function () {
  "use strict";
  var box = document.querySelector("[data-topics]");
  if (!box) return;
  var words = JSON.parse(box.dataset.topics);
  var text = document.getElementById(box.dataset.from);
  var picked = !!box.querySelector("input:checked");
  var timer;

  function guess(said) {
    var best = "";
    var most = 0;
    Object.keys(words).forEach(function (topic) {
      var weight = words[topic].reduce(function (sum, word) {
        return sum + word.length * (said.split(word).length - 1);
      }, 0);
      if (weight > most) { most = weight; best = topic; }
    });
    return best;
  }
  function show() {
    if (picked) return;
    var topic = guess(text.value.toLowerCase());
    Array.prototype.forEach.call(box.querySelectorAll("input"), function (input) { input.checked = input.value === topic; });
  }
  box.addEventListener("change", function () { picked = true; });
  text.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(show, 300); });
  if (text.value) show();
}());
