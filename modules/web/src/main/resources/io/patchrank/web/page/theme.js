// The chosen theme, before anything is painted: "light", "dark", or nothing, which follows the system.
(() => {
    const chosen = localStorage.getItem("patchrank.theme");
    if (chosen === "light" || chosen === "dark") {
        document.documentElement.dataset.theme = chosen;
    }
})();
