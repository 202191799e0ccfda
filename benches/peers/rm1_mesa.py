"""Market 1 in Mesa: customers are agents, and its discrete-event simulator lets needs, contacts and pauses happen.

An honest remark: Mesa is made for agents that act step by step; its event scheduling is still marked experimental, and
is used because almost nobody has anything to do in any one step. A contact is one event, however many attempts it has.
"""

import mesa
from mesa.experimental.devs import DEVSimulator

import market
from journey import Law

RULES = market.Market("rm1")


class Customer(mesa.Agent):
    """Has needs until lost."""

    def __init__(self, model, propensity):
        super().__init__(model)
        self.propensity = propensity
        self.satisfaction = market.START_SATISFACTION
        self.active = True
        self.await_need()

    def await_need(self):
        """Puts down the next need; one beyond the horizon is not waited for."""
        simulator = self.model.simulator
        at = simulator.time + self.model.law.exponential(RULES.need_gap)
        if at < RULES.horizon:
            simulator.schedule_event_absolute(self.have_need, at)

    def have_need(self):
        """A journey begins."""
        if self.active:
            self.await_need()
            self.turn_to_channel(self.model.law.begin(self, self.model.simulator.time))

    def turn_to_channel(self, journey):
        """A contact starts, if it does."""
        law, simulator = self.model.law, self.model.simulator
        if law.starts_contact(journey, simulator.time):
            simulator.schedule_event_relative(self.finish_contact, law.serve(journey), function_args=[journey])

    def finish_contact(self, journey):
        """A contact ends; perhaps another follows."""
        simulator = self.model.simulator
        pause = self.model.law.finish(journey, simulator.time)
        if pause is not None:
            simulator.schedule_event_relative(self.turn_to_channel, pause, function_args=[journey])


class Market(mesa.Model):
    """All customers."""

    def __init__(self, number, simulator, seed):
        super().__init__(seed=seed)
        self.simulator = simulator
        self.law = Law(RULES, number, seed)
        simulator.setup(self)
        Customer.create_agents(self, number, self.law.propensities)


def simulate(number, seed):
    """The totals of one replication."""
    simulator = DEVSimulator()
    model = Market(number, simulator, seed)
    simulator.run_until(RULES.horizon)
    totals = model.law.close(model.agents)
    # Mesa never forgets a model that had agents; without its agents and events it is small.
    simulator.reset()
    model.remove_all_agents()
    return totals


if __name__ == "__main__":
    market.run(simulate, RULES)
