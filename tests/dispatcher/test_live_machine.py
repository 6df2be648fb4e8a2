"""Single owner, nothing lost: a live desk through any sequence of calls, beside a plain model.

Most steps come from seeds, as that is fast; the machine tries the same operations, so that
hypothesis can cut a failure down to the few calls that it takes.
"""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.dispatcher.driver import Driver
from tests.dispatcher.driver_choices import DrawnChoices, SeededChoices
from tests.dispatcher.driver_operations import OPERATIONS, operate, step
from tests.dispatcher.profiles import PROFILES, Profile

STEPS = 640
"""With each profile; some 50,000 together."""
APART = 320
"""Steps from one comparison with a replayed and a loaded desk to the next."""


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_desk_is_what_the_model_says(profile: Profile) -> None:
    """Drive a desk through calls of every kind, valid and not, and compare after each."""
    seed = PROFILES.index(profile)
    driver = Driver(profile, SeededChoices(seed), often=30)
    driver.eager = seed % 3 == 0
    try:
        for number in range(1, STEPS + 1):
            step(driver)
            if number % APART == 0:
                driver.check_equivalences()
            if number == APART:
                driver.checkpoint()
    except Exception as fault:
        fault.add_note(driver.story(seed))
        raise


class LiveDesk(RuleBasedStateMachine):
    """A desk and its model; each rule is one operation, with what it needs drawn as it goes."""

    driver: Driver

    @initialize(profile=st.sampled_from(PROFILES), data=st.data(), eager=st.booleans())
    def open(self, profile: Profile, data: st.DataObject, eager: bool) -> None:
        """Make a desk."""
        self.driver = Driver(profile, DrawnChoices(data))
        self.driver.eager = eager

    @rule(name=st.sampled_from(sorted(OPERATIONS)), data=st.data())
    def do(self, name: str, data: st.DataObject) -> None:
        """Do something of a kind."""
        self.driver.choices = DrawnChoices(data)
        operate(self.driver, name)
        if self.driver.eager:
            self.driver.dispatch(self.driver.now)

    def teardown(self) -> None:
        """Compare with a replayed and a loaded desk."""
        if hasattr(self, "driver"):
            self.driver.check_equivalences()


TestLiveDesk = LiveDesk.TestCase
TestLiveDesk.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
