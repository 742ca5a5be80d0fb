"""A person at the chat: what they type, tap and read."""

import json


def open_chat(page, served, lang="fr"):
    """Open the chat as an address that was kept does."""
    page.visit(f"{served.address}/?lang={lang}#ask")
    page.until("!document.querySelector('#chat').hidden")


def ask(page, question):
    """Type a question, send it by Enter, and wait for what comes."""
    page.value(
        f"(() => {{ const box = document.querySelector('#question'); box.focus(); box.value = {json.dumps(question)}; }})()"
    )
    page.press("Enter")
    answered(page)


def tap(page, selector):
    """Click what leads to another reply, and wait for it."""
    page.click(selector)
    answered(page)


def answered(page):
    """Wait until the last question has its reply, or the reason why not."""
    page.until(
        "document.querySelector('.turn:last-child .reply > :not(.working)') && !document.querySelector('#chat[aria-busy]')"
    )


def last(page, selector):
    """Return the words of what *selector* finds in the last reply."""
    return page.texts(f".turn:last-child {selector}")


def firsts(page):
    """Return the first line of each reply."""
    return page.texts(".said .first")


def keep_copies(page):
    """Have what is copied kept in the page, for a test to read."""
    page.value(
        "navigator.clipboard.writeText = (text) => { window.copies = [...(window.copies ?? []), text]; return Promise.resolve(); }"
    )


def copy(page, action):
    """Copy by a button of the last reply, and return what was copied."""
    before = page.value("(window.copies ?? []).length")
    page.click(f".turn:last-child [data-action={action}]")
    page.until(f"(window.copies ?? []).length > {before}")
    return page.value("window.copies.at(-1)")
