from contactreductie.core import geometry


def test_sparkline_three_values_spans_the_frame():
    drawing = geometry.sparkline([0, 10, 5], width=100, height=20)

    assert drawing.lines == ("0,20 50,0 100,10",)
    assert drawing.bands == ()
    assert drawing.last == (100.0, 10.0)
    assert drawing.outside is False


def test_sparkline_absent_value_breaks_the_line():
    drawing = geometry.sparkline([0, 10, None, 10, 0], width=100, height=20)

    assert drawing.lines == ("0,20 25,0", "75,0 100,20")


def test_sparkline_last_value_absent_has_no_end_point():
    drawing = geometry.sparkline([4, None], low=1, high=3, width=100, height=20)

    assert drawing.last is None
    assert drawing.outside is False


def test_sparkline_fixed_bounds_draw_one_band_around_the_line():
    drawing = geometry.sparkline([5, 12], low=2, high=8, width=100, height=20)

    assert drawing.lines == ("0,14 100,0",)
    assert drawing.bands == ("0,8 100,8 100,20 0,20",)
    assert drawing.outside is True


def test_sparkline_band_with_a_gap_draws_two_bands():
    drawing = geometry.sparkline(
        [1, 1, 1], low=[0, None, 0], high=[2, None, 2], width=100, height=20
    )

    assert drawing.bands == ("0,0 0,20", "100,0 100,20")
    assert drawing.outside is False


def test_sparkline_value_on_the_bound_is_inside():
    assert geometry.sparkline([8], low=2, high=8, width=100, height=20).outside is False


def test_sparkline_below_the_band_is_outside():
    assert geometry.sparkline([1], low=2, high=8, width=100, height=20).outside is True


def test_sparkline_small_noise_stays_small():
    drawing = geometry.sparkline([99, 100], width=100, height=20)

    # The height stands for 25 (a quarter of 100): 12 below, 12 above, 1 between.
    assert drawing.lines == ("0,10.4 100,9.6",)


def test_sparkline_only_zeros_lies_in_the_middle():
    assert geometry.sparkline([0, 0], width=100, height=20).lines == ("0,10 100,10",)


def test_sparkline_without_any_number_is_empty():
    drawing = geometry.sparkline([None, None], width=100, height=20)

    assert drawing == geometry.Sparkline((), (), None, outside=False)


def test_bar_width_is_the_share_of_the_largest_in_percent():
    assert geometry.bar_width(60, 80) == 75.0


def test_bar_width_stays_within_the_frame():
    assert geometry.bar_width(120, 80) == 100.0
    assert geometry.bar_width(-1, 80) == 0.0


def test_bar_width_nothing_to_compare_with_is_zero():
    assert geometry.bar_width(3, 0) == 0.0
