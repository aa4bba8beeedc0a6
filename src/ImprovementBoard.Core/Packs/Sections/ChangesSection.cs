using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>Section 2: every move since the last pack, none left out.</summary>
public static class ChangesSection
{
    /// <summary>What changed.</summary>
    public static PackChanges From(PackFacts facts)
    {
        if (facts.Previous is not { } previous)
            return new("This is the first pack, so there is nothing to compare with yet.", false, null, [], Words.Shown(0, 0));

        List<PackChange> rows =
        [
            .. facts.Recommendations
                .Where(r => previous.Recommendations.TryGetValue(r.Ref, out var was) && was != r.Rating)
                .Select(r => Move(r.Ref, r.Title, previous.Recommendations[r.Ref], r.Rating, r.Reason, r.Since)),
            .. facts.Actions
                .Where(a => previous.Actions.TryGetValue(a.Ref, out var was) && was != a.Rating)
                .Select(a => Move(a.Ref, a.Title, previous.Actions[a.Ref], a.Rating, a.Reason, a.Since)),
            .. facts.Actions
                .Where(a => !previous.Actions.ContainsKey(a.Ref))
                .Select(a => new PackChange(a.Ref, a.Title, "New action", null, RatingLook.Of(a.Rating).Code, null, null, a.Reason, "")),
            .. facts.Actions.SelectMany(a => a.DueMoves
                .Select((m, i) => (Move: m, From: i == 0 ? a.BaselineDue : a.DueMoves[i - 1].To))
                .Where(m => m.Move.On > previous.PositionAsAt)
                .Select(m => new PackChange(a.Ref, a.Title, "Due date", null, null, Words.Short(m.From), Words.Short(m.Move.To), $"{m.Move.Reason} (decision {m.Move.Decision})", Words.Short(m.Move.On)))),
        ];
        var up = rows.Count(r => r.Kind == "Better");
        var down = rows.Count(r => r.Kind == "Worse");
        var dates = rows.Count(r => r.Kind == "Due date");
        var conclusion = rows.Count == 0
            ? $"Nothing changed since {previous.Name.ToLowerInvariant()}: no rating and no due date moved."
            : $"Since {previous.Name.ToLowerInvariant()}, {Words.Count(up, "rating")} got better, {down} got worse and {Words.Count(dates, "due date")} moved.";
        return new(conclusion, facts.Actions.Any(a => a.Illustrative), $"{previous.Name}, position as at {Words.Long(previous.PositionAsAt)}", rows, Words.Shown(rows.Count, rows.Count));
    }

    private static PackChange Move(string reference, string title, DeliveryRating from, DeliveryRating to, string why, DateOnly? on)
    {
        var kind = Trends.Between(from, to) switch { Trend.Better => "Better", Trend.Worse => "Worse", _ => "Rating" };
        return new(reference, title, kind, RatingLook.Of(from).Code, RatingLook.Of(to).Code, null, null, why, on is { } day ? Words.Short(day) : "");
    }
}
