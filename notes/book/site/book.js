// book.js - what style sheets cannot do. Without it all pages can be read.
document.addEventListener('DOMContentLoaded', () => {
    // What scrolls can be scrolled with the keyboard; what does not is no tab stop.
    const scrolling = new ResizeObserver(entries => entries.forEach(({ target: box }) => {
        if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
        else box.removeAttribute('tabindex');
    }));
    document.querySelectorAll('article pre, .picture, .lines, .table-wrapper, .changes').forEach(box => scrolling.observe(box));

    // A term's sentence stays within the window, and Escape takes it away.
    document.querySelectorAll('.term').forEach(term => {
        const place = () => {
            const tip = term.lastElementChild;
            term.classList.remove('away');
            tip.style.setProperty('--shift', '0px');
            const over = tip.getBoundingClientRect().right - document.documentElement.clientWidth + 8;
            if (over > 0) tip.style.setProperty('--shift', `${-over}px`);
        };
        term.addEventListener('mouseenter', place);
        term.addEventListener('focusin', place);
    });
    document.addEventListener('keydown', event => {
        if (event.key === 'Escape') document.querySelectorAll('.term:hover, .term:focus-within').forEach(
            term => term.classList.add('away'));
    });

    // Paper cannot be unfolded.
    let folded = [];
    window.addEventListener('beforeprint', () => {
        folded = [...document.querySelectorAll('details:not([open])')];
        folded.forEach(details => { details.open = true; });
    });
    window.addEventListener('afterprint', () => folded.forEach(details => { details.open = false; }));
});
