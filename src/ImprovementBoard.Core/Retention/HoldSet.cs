namespace ImprovementBoard.Core.Retention;

/// <summary>What of a thing a hold can be on.</summary>
public interface IHoldable
{
    /// <summary>The action it belongs to, or null.</summary>
    int? ActionId { get; }

    /// <summary>The recommendation it belongs to, or null.</summary>
    int? RecommendationId { get; }

    /// <summary>The evidence it belongs to, or null.</summary>
    int? EvidenceId { get; }

    /// <summary>The post it belongs to, or null.</summary>
    int? MemberId { get; }

    /// <summary>The address it went to, or null.</summary>
    string? Address { get; }
}

/// <summary>What the holds of a programme cover on a day. A hold always wins over a period.</summary>
/// <param name="Everything">True where the whole programme is held.</param>
/// <param name="Actions">Actions held, and those that answer a recommendation that is held.</param>
/// <param name="Addresses">Addresses of the people held, in lower case.</param>
public sealed record HoldSet(bool Everything, IReadOnlyList<int> Actions, IReadOnlyList<int> Recommendations, IReadOnlyList<int> Evidence, IReadOnlyList<int> People, IReadOnlyList<string> Addresses)
{
    /// <summary>No hold.</summary>
    public static HoldSet None { get; } = new(false, [], [], [], [], []);

    /// <summary>True where nothing is held.</summary>
    public bool IsEmpty => !Everything && Actions.Count + Recommendations.Count + Evidence.Count + People.Count == 0;

    /// <summary>What these holds cover, those that are lifted left out.</summary>
    /// <param name="answering">Actions that answer each recommendation.</param>
    /// <param name="addresses">The address of each post that has one.</param>
    public static HoldSet Of(IEnumerable<RetentionHold> holds, ILookup<int, int> answering, IReadOnlyDictionary<int, string> addresses)
    {
        var standing = holds.Where(h => h.LiftedOn is null).ToList();
        var (recommendations, people) = (Keys(HoldCovers.Recommendation), Keys(HoldCovers.Person));
        return new(
            standing.Exists(h => h.Covers == HoldCovers.Programme),
            [.. Keys(HoldCovers.Action).Union(recommendations.SelectMany(r => answering[r]))],
            recommendations, Keys(HoldCovers.Evidence), people,
            [.. people.Select(p => addresses.GetValueOrDefault(p)).OfType<string>().Select(a => a.ToLowerInvariant())]);

        List<int> Keys(HoldCovers covers) => [.. standing.Where(h => h.Covers == covers).Select(h => h.ItemId).OfType<int>().Distinct()];
    }

    /// <summary>True where the thing may not go.</summary>
    public bool Covers(IHoldable thing) =>
        Everything
        || (thing.ActionId is { } action && Actions.Contains(action))
        || (thing.RecommendationId is { } recommendation && Recommendations.Contains(recommendation))
        || (thing.EvidenceId is { } evidence && Evidence.Contains(evidence))
        || (thing.MemberId is { } member && People.Contains(member))
        || (thing.Address is { } address && Addresses.Contains(address.ToLowerInvariant()));
}
