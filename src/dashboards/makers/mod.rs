//! One file a maker, each a table of what it counts and how.

mod amazon_connect;
mod asterisk;
mod chatwoot;
mod ga4;
mod genesys_cloud;
mod google_ccai;
mod matomo;
mod shopify;
mod talkdesk;
mod throughline;
mod uccx;
mod woocommerce;
mod zammad;
mod zendesk;

use super::figure::Dashboard;

const MAKERS: [&[Dashboard]; 14] = [
    &throughline::DASHBOARDS,
    &amazon_connect::DASHBOARDS,
    &genesys_cloud::DASHBOARDS,
    &uccx::DASHBOARDS,
    &asterisk::DASHBOARDS,
    &talkdesk::DASHBOARDS,
    &google_ccai::DASHBOARDS,
    &zendesk::DASHBOARDS,
    &chatwoot::DASHBOARDS,
    &zammad::DASHBOARDS,
    &ga4::DASHBOARDS,
    &matomo::DASHBOARDS,
    &shopify::DASHBOARDS,
    &woocommerce::DASHBOARDS,
];

/// All dashboards, desks before sites and shops.
pub fn dashboards() -> impl Iterator<Item = &'static Dashboard> + Clone {
    MAKERS.into_iter().flatten()
}

/// The dashboard of this name.
pub fn find(name: &str) -> Option<&'static Dashboard> {
    dashboards().find(|dashboard| dashboard.name == name)
}
