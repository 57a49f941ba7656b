// A box that leaves only the rows that hold what is written in it. Without script the whole list is there.
for (const list of document.querySelectorAll("[data-search-rows]")) {
  const box = document.querySelector(list.dataset.searchRows);
  const rows = [...list.querySelectorAll("tbody tr")];
  box.closest("[hidden]")?.removeAttribute("hidden");
  box.addEventListener("input", () => {
    const words = box.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = row.textContent.toLocaleLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
    for (const group of list.querySelectorAll("details")) {
      const left = [...group.querySelectorAll("tbody tr")].some((row) => !row.hidden);
      group.hidden = !left;
      if (words.length) group.open = left;
    }
  });
}
