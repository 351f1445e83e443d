// What the pages do beyond links and forms; each of them can be read and corrected without it.
"use strict";

// A passage in the text and its line in the list show each other.
function light(keys) {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const key of keys) {
    document.getElementById(`item-${key}`)?.classList.add("lit");
    for (const part of document.querySelectorAll(".found")) {
      if (part.dataset.items.split(" ").includes(key)) part.classList.add("lit");
    }
  }
}

const text = document.getElementById("text");
if (text) {
  text.addEventListener("click", (event) => {
    const part = event.target.closest(".found");
    if (!part || String(getSelection())) return;
    const keys = part.dataset.items.split(" ");
    light(keys);
    document.getElementById(`item-${keys[keys.length - 1]}`)?.scrollIntoView({ block: "nearest" });
  });
  for (const item of document.querySelectorAll(".item")) {
    item.addEventListener("focusin", () => light([item.dataset.key]));
  }
}
