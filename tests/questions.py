"""What holds for every question to predict: nothing is chosen at first, and every answer is met with the right one."""


def all_answers(question):
    """Choose every option of `question()` and check each verdict; returns the question."""
    asked = question()
    options = asked.choices.options
    assert asked.choices.value is None and len(options) >= 2 and asked.right in options
    for option in options:
        head = "Right" if option == asked.right else "Not quite"
        assert asked.choose(option) == f"{head}: {asked.right}, because {asked.because}"
    assert asked.because and "nan" not in asked.verdict
    return asked
