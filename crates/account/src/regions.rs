//! The operation that lists regions.

use flowglass_api::{RegionList, Regions, WireRegion};

use crate::response::Response;

/// The one region of an account in memory. Where it can be reached, only who lets it be reached knows.
pub(crate) fn regions() -> Response {
    let here =
        WireRegion { region_id: "local".to_owned(), local_name: "Flowglass".to_owned(), ..WireRegion::default() };
    Response::Regions(RegionList { regions: Regions { region: vec![here] }, ..RegionList::default() })
}
