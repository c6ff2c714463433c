//! How a table stands in a width: which columns stand side by side and how wide each is, and which stand below
//! their row because there is no room for them beside it.

/// So many spaces stand between two columns.
pub const GAP: u16 = 2;
/// So many where that is what keeps a number beside the others.
const TIGHT: u16 = 1;
/// A column that is no wider than this is never wrapped.
const NARROW: u16 = 20;
/// A column that is wrapped keeps at least this width.
const LEAST: u16 = 18;

/// What a column asks for, in characters as wide as they show.
#[derive(Clone, Copy, Debug)]
pub struct Want {
    /// The width of its widest cell.
    pub width: u16,
    /// The width of its longest word.
    pub word: u16,
}

/// Where the columns of a table stand.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// Side by side: the place of the column in the row, and its width.
    pub columns: Vec<(usize, u16)>,
    /// Below the row.
    pub below: Vec<usize>,
    /// So many spaces stand between two columns.
    pub gap: u16,
    /// How far what stands below is moved in.
    pub indent: u16,
    /// The width of the whole.
    pub width: u16,
}

impl Layout {
    /// The layout of columns in a place of that width; without a width nothing is wrapped. Those that are texts
    /// stand below their row in any case, and those that are numbers only where nothing else helps.
    pub fn fitting(wants: &[Want], texts: &[usize], numbers: &[usize], place: Option<u16>) -> Self {
        let widths = wants.iter().map(|want| want.width).enumerate();
        let mut columns: Vec<(usize, u16)> = widths.filter(|(at, _)| !texts.contains(at)).collect();
        let mut below = texts.to_vec();
        let mut gap = GAP;
        if let Some(place) = place {
            let least = |at: usize| {
                wants.get(at).map_or(0, |want| {
                    if want.width <= NARROW { want.width } else { want.word.max(LEAST).min(want.width) }
                })
            };
            let leasts = |columns: &[(usize, u16)]| {
                columns.iter().map(|(at, _)| (*at, least(*at))).collect::<Vec<_>>()
            };
            while sum(&columns, gap) > place && sum(&leasts(&columns), gap) > place && columns.len() > 1 {
                // The one that frees most: an address that cannot be wrapped before a text that can.
                let widest =
                    columns.iter().enumerate().skip(1).max_by_key(|(_, (at, width))| (least(*at), *width));
                let Some((position, (at, _))) = widest else { break };
                // A text is read as well below its row; a number belongs under its heading.
                if gap > TIGHT && numbers.contains(at) && sum(&leasts(&columns), TIGHT) <= place {
                    gap = TIGHT;
                    continue;
                }
                below.push(columns.remove(position).0);
            }
            if sum(&columns, gap) > place {
                columns = share(&columns, &leasts(&columns), place, gap);
            }
        }
        below.sort_unstable();
        let first = columns.first().map_or(0, |(_, width)| *width);
        let indent = if first <= 12 { first.saturating_add(GAP) } else { 4 };
        let width = match place {
            Some(place) if !below.is_empty() => place,
            Some(place) => sum(&columns, gap).min(place),
            None => sum(&columns, gap),
        };
        Self { columns, below, gap, indent, width }
    }
}

/// The width of columns side by side.
fn sum(columns: &[(usize, u16)], gap: u16) -> u16 {
    let gaps = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX).saturating_mul(gap);
    columns.iter().fold(gaps, |sum, (_, width)| sum.saturating_add(*width))
}

/// Gives each column its least, and shares what is left among those that want more, evenly.
fn share(wanted: &[(usize, u16)], least: &[(usize, u16)], place: u16, gap: u16) -> Vec<(usize, u16)> {
    let mut given = least.to_vec();
    let mut room = place.saturating_sub(sum(least, gap));
    let mut order: Vec<usize> = (0..given.len()).collect();
    let lacks = |at: usize| match (wanted.get(at), least.get(at)) {
        (Some((_, wanted)), Some((_, least))) => wanted.saturating_sub(*least),
        _ => 0,
    };
    order.sort_by_key(|at| lacks(*at));
    for (done, at) in order.iter().enumerate() {
        let left = u16::try_from(order.len().saturating_sub(done)).unwrap_or(1).max(1);
        let more = lacks(*at).min(room / left);
        if let Some((_, width)) = given.get_mut(*at) {
            *width = width.saturating_add(more).clamp(1, place.max(1));
        }
        room = room.saturating_sub(more);
    }
    given
}
