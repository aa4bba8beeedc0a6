using System.Security.Claims;
using ImprovementBoard.Web.Features.SingleSignOn;

namespace ImprovementBoard.Tests.Features.SingleSignOn;

public sealed class SignOnIdentityTests
{
    [Theory]
    [InlineData("amr=pwd amr=mfa", true)]
    [InlineData("amr=pwd", false)]
    [InlineData("amr=MFA", false)]
    [InlineData("", false)]
    [InlineData("acr=phr", true)]
    [InlineData("acrs=c1 acrs=c2", true)]
    [InlineData("acr=1", false)]
    [InlineData("acr=mfa", false)]
    public void A_second_step_is_proved_by_what_the_settings_name_and_by_nothing_else(string claims, bool strong) =>
        Assert.Equal(strong, Of(claims, new() { StrongAcr = "phr c2" }).SecondStep);

    [Theory]
    [InlineData("groups=a groups=b", "a b")]
    [InlineData("", "")]
    [InlineData("roles=a", "")]
    [InlineData("hasgroups=true", null)]
    [InlineData("hasgroups=true groups=a", null)]
    [InlineData("_claim_names={\"groups\":\"src1\"}", null)]
    [InlineData("_claim_names={\"other\":\"src1\"}", "")]
    public void Groups_that_are_not_named_are_not_no_groups(string claims, string? groups) =>
        Assert.Equal(groups, Of(claims).Groups is { } all ? string.Join(' ', all.Order()) : null);

    [Theory]
    [InlineData("email=a@council.example", "a@council.example")]
    [InlineData("email=a@council.example email_verified=true", "a@council.example")]
    [InlineData("email=a@council.example email_verified=false", null)]
    [InlineData("email=nonsense", null)]
    [InlineData("preferred_username=a@council.example", null)]
    public void An_address_that_the_provider_did_not_check_is_not_written_to(string claims, string? email) => Assert.Equal(email, Of(claims).Email);

    [Theory]
    [InlineData("auth_time=1772442000", "2026-03-02T09:00:00+00:00")]
    [InlineData("auth_time=soon", null)]
    [InlineData("auth_time=-1", null)]
    [InlineData("auth_time=99999999999999999", null)]
    public void When_it_was_proved_is_taken_from_the_provider(string claims, string? at) => Assert.Equal(at, Of(claims).At?.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void A_person_is_issuer_and_subject_and_called_by_a_name_of_bounded_length()
    {
        var who = Of($"preferred_username={new string('n', 300)}");

        Assert.Equal(("https://sign-in.council.example|7f3a", 100), (who.Key, who.Name!.Length));
    }

    private static SignOnIdentity Of(string claims, SingleSignOnOptions? settings = null) => SignOnIdentity.Of(
        [.. $"iss=https://sign-in.council.example sub=7f3a {claims}".Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => c.Split('=', 2)).Select(c => new Claim(c[0], c[1]))], settings ?? new());
}
