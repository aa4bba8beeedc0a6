namespace ImprovementBoard.Core.Ratings;

/// <summary>What somebody says of delivery beside the rating in force.</summary>
/// <param name="Who">"Rule says", "Lead says" or "Reviewer agreed".</param>
public sealed record Voice(string Who, DeliveryRating Rating);

/// <summary>The three voices on delivery: the rule, the lead, a reviewer. A disagreement is shown wherever the rating is.</summary>
public static class Voices
{
    /// <summary>Every voice that differs from the rating in force, and a reviewer's always, because it is why that rating stands.</summary>
    /// <param name="inForce">The rating in force.</param>
    /// <param name="rule">What the rule says, or null where an old record does not tell.</param>
    /// <param name="leadDiffers">What the lead says where it differs from the rule, else null.</param>
    /// <param name="reviewerDiffers">What a reviewer agreed where it differs from the rule, else null.</param>
    public static IReadOnlyList<Voice> Beside(DeliveryRating inForce, DeliveryRating? rule, DeliveryRating? leadDiffers, DeliveryRating? reviewerDiffers)
    {
        var voices = new List<Voice>();
        if (rule is { } says && says != inForce)
            voices.Add(new("Rule says", says));
        if (leadDiffers is { } lead && lead != inForce)
            voices.Add(new("Lead says", lead));
        if (reviewerDiffers is { } agreed)
            voices.Add(new("Reviewer agreed", agreed));
        return voices;
    }
}
