//! What comes of records that channels keep of a customer, where all that is done is contacts one after the other.

/// What knowing a customer does to success.
#[derive(Debug, Clone, Copy)]
pub struct Knowing {
    /// Probability of success where nothing is known.
    pub success: f64,
    /// What is added to its logit where all is known.
    pub beta: f64,
    /// Records after which all but 1/e of that is known.
    pub kappa: f64,
}

impl Knowing {
    /// The share of all that can be known that so many records tell.
    fn known(self, records: f64) -> f64 {
        1.0 - (-records / self.kappa).exp()
    }

    /// The probability of success with so many records.
    fn success_with(self, records: f64) -> f64 {
        let odds = self.success / (1.0 - self.success) * (self.beta * self.known(records)).exp();
        odds / (1.0 + odds)
    }

    /// The probability that a contact succeeds in a channel after so many others of the customer, each of which was in that
    /// channel with probability `here`; of a record elsewhere the share `shared` is known.
    pub fn success_after(self, contacts: u32, here: f64, shared: f64) -> f64 {
        let of_own = |(own, likely): (usize, f64)| {
            likely * self.success_with(own as f64 + shared * (f64::from(contacts) - own as f64))
        };
        binomial(contacts, here).into_iter().enumerate().map(of_own).sum()
    }

    /// The mean of it over the first contacts of a customer.
    pub fn mean_success(self, contacts: u32, here: f64, shared: f64) -> f64 {
        (0..contacts).map(|before| self.success_after(before, here, shared)).sum::<f64>() / f64::from(contacts)
    }
}

/// Records that a channel knows on average on arrival over the first contacts of a customer, each of which is in it with
/// probability `here`.
pub fn mean_records(contacts: u32, here: f64, shared: f64) -> f64 {
    f64::from(contacts - 1) / 2.0 * (here + shared * (1.0 - here))
}

/// Questions that follow the first purchases of a customer, each with a probability of which the share `anticipation` does not
/// come up where all is known. Each purchase leaves a record with the channel that anticipates, each question one elsewhere, of
/// which it knows the share `shared`: a chain over the questions so far.
pub fn questions(purchases: u32, probability: f64, anticipation: f64, kappa: f64, shared: f64) -> f64 {
    let mut so_far = vec![1.0];
    for purchase in 1..=purchases {
        let mut next = vec![0.0; so_far.len() + 1];
        for (asked, likely) in so_far.iter().enumerate() {
            let known = 1.0 - (-(f64::from(purchase) + shared * asked as f64) / kappa).exp();
            let asks = probability * (1.0 - anticipation * known);
            next[asked + 1] += likely * asks;
            next[asked] += likely * (1.0 - asks);
        }
        so_far = next;
    }
    so_far.iter().enumerate().map(|(asked, likely)| asked as f64 * likely).sum()
}

/// Probabilities of 0 up to `of` successes.
fn binomial(of: u32, success: f64) -> Vec<f64> {
    let mut probabilities = vec![1.0];
    for _ in 0..of {
        let failed = probabilities.iter().map(|one| one * (1.0 - success)).chain([0.0]);
        let came = [0.0].into_iter().chain(probabilities.iter().map(|one| one * success));
        probabilities = failed.zip(came).map(|(failed, came)| failed + came).collect();
    }
    probabilities
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::assert_near;

    const KNOWING: Knowing = Knowing { success: 0.5, beta: 2.0, kappa: 1.0 };

    #[test]
    fn what_is_known_lifts_the_odds_and_the_first_records_tell_most() {
        assert_near(KNOWING.success_after(0, 0.5, 1.0), 0.5);
        let after_one = 1.0 / (1.0 + (-2.0 * (1.0 - (-1.0_f64).exp())).exp());
        assert_near(KNOWING.success_after(1, 1.0, 0.0), after_one);
        assert_near(KNOWING.success_after(1, 0.0, 1.0), after_one);
        assert_near(KNOWING.success_after(1, 0.25, 0.0), 0.75 * 0.5 + 0.25 * after_one);
        assert_near(KNOWING.mean_success(2, 0.25, 0.0), (0.5 + 0.375 + 0.25 * after_one) / 2.0);
        assert_near(KNOWING.success_after(1000, 0.3, 1.0), 1.0 / (1.0 + (-2.0_f64).exp()));
    }

    #[test]
    fn records_are_half_of_the_contacts_where_all_are_shared() {
        assert_near(mean_records(9, 0.25, 1.0), 4.0);
        assert_near(mean_records(9, 0.25, 0.0), 1.0);
    }

    #[test]
    fn questions_come_up_the_less_the_more_is_known() {
        assert_near(questions(7, 0.4, 0.0, 1.0, 1.0), 2.8);
        let first = 0.4 * (1.0 - 0.5 * (1.0 - (-1.0_f64).exp()));
        assert_near(questions(1, 0.4, 0.5, 1.0, 0.0), first);
        assert_near(questions(2, 0.4, 0.5, 1.0, 0.0), first + 0.4 * (1.0 - 0.5 * (1.0 - (-2.0_f64).exp())));
        assert!(questions(9, 0.4, 0.5, 3.0, 1.0) < questions(9, 0.4, 0.5, 3.0, 0.0));
    }
}
