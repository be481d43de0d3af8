// Hides what has not all of the words that are typed, in its title or among its nearest.
const search = document.getElementById("search");
const words = document.getElementById("words");
const found = document.getElementById("found");
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const articles = [...document.querySelectorAll("article")].map((article) => ({
  article,
  title: plain(article.querySelector("h2").textContent),
  text: plain([...article.querySelectorAll("h2, strong")].map((title) => title.textContent).join(" ")),
}));

search.hidden = false;
words.addEventListener("input", () => {
  const asked = plain(words.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { article, title, text } of articles) {
    article.hidden = !asked.every((word) => text.includes(word));
    // where the words stand among the nearest, these are shown
    article.querySelector("details").open =
      asked.length > 0 && !article.hidden && !asked.every((word) => title.includes(word));
    shown += article.hidden ? 0 : 1;
  }
  found.textContent = asked.length ? `${shown} found` : "";
});
