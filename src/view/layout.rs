//! Fits a table into a given width: sets the width of each column. Columns that do not fit are shown below each row.

pub const COLUMN_GAP: u16 = 2;
/// A narrower gap between columns. It is used if a column of numbers would otherwise move below the rows.
const TIGHT_GAP: u16 = 1;
/// Columns up to this width are never wrapped.
const NEVER_WRAPPED_WIDTH: u16 = 20;
const MIN_WRAPPED_WIDTH: u16 = 18;

/// The widths of the widest cell and the longest word of a table column, in terminal columns.
#[derive(Clone, Copy, Debug)]
pub struct ColumnSize {
    pub width: u16,
    pub longest_word: u16,
}

#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The columns with a place in the table: the index and the width of each.
    pub columns: Vec<(usize, u16)>,
    /// The indexes of the other columns. Their values are printed below each row.
    pub below: Vec<usize>,
    pub gap: u16,
    pub indent: u16,
    pub width: u16,
}

impl Layout {
    /// Fits columns into the width `available`. If it is `None`, nothing is wrapped. `text_columns` always go below
    /// each row. A narrower gap is tried before one of the `number_columns` moves below the rows.
    pub fn fit(sizes: &[ColumnSize], text_columns: &[usize], number_columns: &[usize], available: Option<u16>) -> Self {
        let widths = sizes.iter().map(|size| size.width).enumerate();
        let mut columns: Vec<(usize, u16)> = widths.filter(|(index, _)| !text_columns.contains(index)).collect();
        let mut below = text_columns.to_vec();
        let mut gap = COLUMN_GAP;
        if let Some(available) = available {
            let min_width = |index: usize| {
                sizes.get(index).map_or(0, |size| {
                    if size.width <= NEVER_WRAPPED_WIDTH {
                        size.width
                    } else {
                        size.longest_word.max(MIN_WRAPPED_WIDTH).min(size.width)
                    }
                })
            };
            let min_widths = |columns: &[(usize, u16)]| {
                columns.iter().map(|(index, _)| (*index, min_width(*index))).collect::<Vec<_>>()
            };
            while total_width(&columns, gap) > available
                && total_width(&min_widths(&columns), gap) > available
                && columns.len() > 1
            {
                // Move the column that frees most space. This is often a column of web addresses, which cannot wrap.
                let widest =
                    columns.iter().enumerate().skip(1).max_by_key(|(_, (index, width))| (min_width(*index), *width));
                let Some((position, (index, _))) = widest else { break };
                // Try a narrower gap before moving a column of numbers: a number should stay under its heading.
                if gap > TIGHT_GAP
                    && number_columns.contains(index)
                    && total_width(&min_widths(&columns), TIGHT_GAP) <= available
                {
                    gap = TIGHT_GAP;
                    continue;
                }
                below.push(columns.remove(position).0);
            }
            if total_width(&columns, gap) > available {
                columns = distribute(&columns, &min_widths(&columns), available, gap);
            }
        }
        below.sort_unstable();
        let first = columns.first().map_or(0, |(_, width)| *width);
        let indent = if first <= 12 { first.saturating_add(COLUMN_GAP) } else { 4 };
        let width = match available {
            Some(available) if !below.is_empty() => available,
            Some(available) => total_width(&columns, gap).min(available),
            None => total_width(&columns, gap),
        };
        Self { columns, below, gap, indent, width }
    }
}

fn total_width(columns: &[(usize, u16)], gap: u16) -> u16 {
    let gaps = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX).saturating_mul(gap);
    columns.iter().fold(gaps, |total_width, (_, width)| total_width.saturating_add(*width))
}

/// Gives each column its minimum width, and divides the remaining width evenly among the columns that want more.
fn distribute(desired: &[(usize, u16)], min_width: &[(usize, u16)], available: u16, gap: u16) -> Vec<(usize, u16)> {
    let mut widths = min_width.to_vec();
    let mut spare = available.saturating_sub(total_width(min_width, gap));
    let mut order: Vec<usize> = (0..widths.len()).collect();
    let shortfall = |index: usize| match (desired.get(index), min_width.get(index)) {
        (Some((_, desired)), Some((_, min_width))) => desired.saturating_sub(*min_width),
        _ => 0,
    };
    order.sort_by_key(|index| shortfall(*index));
    for (done, index) in order.iter().enumerate() {
        let remaining = u16::try_from(order.len().saturating_sub(done)).unwrap_or(1).max(1);
        let extra = shortfall(*index).min(spare / remaining);
        if let Some((_, width)) = widths.get_mut(*index) {
            *width = width.saturating_add(extra).clamp(1, available.max(1));
        }
        spare = spare.saturating_sub(extra);
    }
    widths
}
