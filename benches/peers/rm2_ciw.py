"""Market 2 in Ciw: a network of one node for each channel and one, without limit of servers, where journeys pause.

The needs of all customers are one Poisson process, split by the channel chosen first, where they arrive. Each falls to
a customer drawn uniformly, and baulks if that customer is lost. An individual is a journey.

An honest remark: Ciw is made for queues, not for journeys that remember. It is spared what it does by default and this
market does not need: no records are kept, and nodes without limit of servers find the next to leave from a heap, and
forget those who leave without a search. At each event Ciw looks through all servers and all individuals of every node, so
that its time grows with the square of the number of customers; nodes without limit of servers are spared that, staffed
nodes are left as Ciw has them, which shows where servers are many.
"""

import heapq
import random
from math import isinf

import ciw

import market
from journey import Customer, Law

RULES = market.Market("rm2")
PAUSE = len(RULES.channels)  # the number of the last node, counted from 0; Ciw counts from 1


class Contact(ciw.dists.Distribution):
    """The time that a contact is served, drawn with all that happens in it."""

    def sample(self, t=None, ind=None):
        law, journey = ind.simulation.routes.law, ind.journey
        if RULES.patience[journey.channel] is not None:
            law.stop_waiting(journey, t - ind.arrival_date)
        return law.serve(journey)


class Pause(ciw.dists.Distribution):
    """The pause that was drawn when the contact before it ended."""

    def sample(self, t=None, ind=None):
        return ind.pause


class Routes(ciw.routing.NetworkRouting):
    """What happens where a journey comes in, and between nodes."""

    def __init__(self, law, customers):
        self.law, self.customers = law, customers

    def initialise(self, simulation):
        self.simulation = simulation
        simulation.routes = self

    def initialise_individual(self, ind):
        """A need falls to a customer, who has chosen the channel where it arrives."""
        customer = self.customers[int(self.law.random() * len(self.customers))]
        if customer.active:
            ind.journey = self.law.begin(customer, self.simulation.current_time)
            self.law.start_contact(ind.journey, ind.starting_node - 1)
        else:
            ind.journey = None

    def next_node(self, ind, node_id):
        """A contact has been served, or a pause is over."""
        now = self.simulation.current_time
        if node_id - 1 != PAUSE:
            return self.pause(ind, self.law.finish(ind.journey, now))
        return self.simulation.nodes[ind.journey.channel + 1 if self.law.starts_contact(ind.journey, now) else -1]

    def next_node_for_jockeying(self, ind, node_id):
        """A customer hangs up."""
        now = self.simulation.current_time
        self.law.stop_waiting(ind.journey, now - ind.arrival_date)
        return self.pause(ind, self.law.hang_up(ind.journey, now))

    def pause(self, ind, minutes):
        """Where the next contact is awaited, or the exit."""
        ind.pause = minutes
        return self.simulation.nodes[-1 if minutes is None else PAUSE + 1]


class Node(ciw.Node):
    """A node that keeps no records."""

    def write_individual_record(self, individual):
        pass

    def write_reneging_record(self, individual):
        pass

    def write_baulking_or_rejection_record(self, individual, record_type):
        pass


class Crowd(dict):
    """Individuals in the order in which they came, one of whom is removed without a search. Ciw asks for one by place
    only to unblock, and nothing blocks here.
    """

    append, remove = dict.setdefault, dict.pop


class UnlimitedNode(Node):
    """A node without limit of servers or reneging, which finds the next end of service from a heap."""

    def __init__(self, id_, simulation):
        super().__init__(id_, simulation)
        self.individuals = [Crowd() for _ in self.individuals]
        self.ends = []

    def accept(self, next_individual, completed=False):
        super().accept(next_individual, completed)
        heapq.heappush(self.ends, (next_individual.service_end_date, next_individual.id_number, next_individual))

    def release(self, next_individual, next_node, reroute=False):
        heapq.heappop(self.ends)
        super().release(next_individual, next_node, reroute)

    def update_next_event_date(self):
        self.next_event_type = "end_service"
        if self.ends:
            self.next_event_date, _, individual = self.ends[0]
            self.next_individual = [individual]
        else:
            self.next_event_date, self.next_individual = float("inf"), None


class ExitNode(ciw.ExitNode):
    """The exit, which forgets who has left."""

    def accept(self, next_individual, completed=True):
        self.number_of_individuals += 1


def is_lost(n, Q=None, next_ind=None, next_node=None):
    """The probability of baulking: the customer is lost, or is not."""
    return 1.0 if next_ind.journey is None else 0.0


def simulate(number, seed):
    """The totals of one replication."""
    ciw.seed(random.Random(seed).getrandbits(32))
    law = Law(RULES, number, seed)
    customers = [Customer(propensity) for propensity in law.propensities]
    servers = [number_of or float("inf") for number_of in RULES.servers(number)] + [float("inf")]
    first_choice = RULES.choice[RULES.nowhere][0]
    network = ciw.create_network(
        arrival_distributions=[
            ciw.dists.Exponential(number * chance / RULES.need_gap) if chance > 0.0 else None for chance in first_choice
        ] + [None],
        service_distributions=[Contact() for _ in RULES.channels] + [Pause()],
        number_of_servers=servers,
        reneging_time_distributions=[
            patience and ciw.dists.Exponential(1.0 / patience) for patience in RULES.patience
        ] + [None],
        baulking_functions=[is_lost if chance > 0.0 else None for chance in first_choice] + [None],
        routing=Routes(law, customers),
    )
    nodes = [UnlimitedNode if isinf(number_of) else Node for number_of in servers]
    simulation = ciw.Simulation(network, node_class=nodes, exit_node_class=ExitNode)
    simulation.simulate_until_max_time(RULES.horizon)
    return law.close(customers)


if __name__ == "__main__":
    market.run(simulate, RULES)
