from wireledger.scoring import ScoredRecord, intervals, score_records


def scores(n_right, n_stories):
    records = [ScoredRecord(f"s{n}", "penalty", "imposed", name=f"Brindle Ore {n}") for n in range(n_stories)]
    return score_records({record.story_id: [record] for record in records}, records[:n_right])


def test_an_interval_holds_its_figure():
    half = scores(20, 40)
    spread = intervals(half, n_resamples=200)
    assert spread["record_r"].low < half.records.recall < spread["record_r"].high
    assert spread["record_f1"].low < half.records.f1 < spread["record_f1"].high
    assert spread["core_exact"].low < half.core_exact < spread["core_exact"].high


def test_the_same_scores_give_the_same_intervals():
    assert intervals(scores(5, 9), n_resamples=50) == intervals(scores(5, 9), n_resamples=50)


def test_more_stories_make_a_figure_surer():
    few, many = (intervals(scores(n // 2, n), n_resamples=200)["record_r"] for n in (10, 200))
    assert many.high - many.low < few.high - few.low


def test_perfect_scores_leave_no_doubt():
    assert all(spread.low == spread.high for spread in intervals(scores(9, 9), n_resamples=20).values())


def test_no_story_has_no_interval():
    assert intervals(score_records({}, [])) == {}
