using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.Packs;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Distribution;

public sealed class RecipientTests
{
    private static readonly Actor Office = new(1, 9, "Programme office", Role.Office);
    private static readonly DateOnly Today = Day("2026-03-02");

    [Theory]
    [InlineData(Audience.Board, Role.Member, true)]
    [InlineData(Audience.Board, Role.Lead, true)]
    [InlineData(Audience.Commissioner, Role.Commissioner, true)]
    [InlineData(Audience.Commissioner, Role.Office, true)]
    [InlineData(Audience.Commissioner, Role.Chair, false)]
    [InlineData(Audience.Commissioner, Role.Lead, false)]
    [InlineData(Audience.Public, Role.Lead, true)]
    [InlineData(Audience.Public, Role.Viewer, true)]
    [InlineData(Audience.Board, Role.Viewer, false)]
    [InlineData(Audience.Summary, Role.Viewer, false)]
    public void A_post_gets_only_an_edition_that_its_role_can_open(Audience audience, Role role, bool gets)
    {
        var fault = Record.Exception(() => Recipient.OfPost(audience, Post(role), Office, Today));

        Assert.Equal(gets, fault is null);
        if (!gets)
            Assert.Equal(($"The post cannot open the {audience.Words().ToLowerInvariant()} edition, so a link would lead nowhere. Choose another post.", "Post"), ((fault as RuleException)?.Message, (fault as RuleException)?.Field));
    }

    [Fact]
    public void A_post_that_is_not_held_gets_nothing()
    {
        var left = Post(Role.Member);
        left.To = Today.AddDays(-1);

        Assert.Equal("The post is not in post today. Choose somebody who is.", Assert.Throws<RuleException>(() => Recipient.OfPost(Audience.Board, left, Office, Today)).Message);
        Assert.Equal("This post is not in post today. Choose somebody who is.", Assert.Throws<RuleException>(() => Recipient.OfPost(Audience.Board, null, Office, Today)).Message);
    }

    [Theory]
    [InlineData("", "Police", "a@b.example", "Title")]
    [InlineData("Clerk", " ", "a@b.example", "Agency")]
    [InlineData("Clerk", "Police", "a@b", "Email")]
    public void Somebody_outside_has_a_role_an_agency_and_an_address(string title, string agency, string email, string field) =>
        Assert.Equal(field, Assert.Throws<RuleException>(() => Recipient.Outside(Audience.Board, title, agency, email, Office, Today)).Field);

    [Fact]
    public void The_same_post_or_address_is_the_same_recipient()
    {
        var outside = Recipient.Outside(Audience.Board, "Clerk\r\nto the board", "Police", "Clerk@B.example", Office, Today);

        Assert.Equal("Clerk to the board", outside.Title);
        Assert.True(outside.Is(Recipient.Outside(Audience.Board, "Another", "Police", "clerk@b.example", Office, Today)));
        Assert.False(outside.Is(Recipient.Outside(Audience.Public, "Clerk", "Police", "clerk@b.example", Office, Today)));
        Assert.True(Recipient.OfPost(Audience.Board, Post(Role.Member), Office, Today).Is(Recipient.OfPost(Audience.Board, Post(Role.Member), Office, Today)));
        Assert.False(Recipient.OfPost(Audience.Board, Post(Role.Member), Office, Today).Is(outside));
    }

    [Fact]
    public void Who_was_taken_off_stays_in_the_record_and_is_taken_off_once()
    {
        var outside = Recipient.Outside(Audience.Board, "Clerk", "Police", "clerk@b.example", Office, Today);

        outside.Remove(Office, Today.AddDays(1));

        Assert.Equal((Today.AddDays(1), "Programme office", "clerk@b.example"), (outside.RemovedOn!.Value, outside.RemovedBy!, outside.Email));
        Assert.Throws<RuleException>(() => outside.Remove(Office, Today.AddDays(2)));
    }

    private static Member Post(Role role) => new() { Id = 5, ProgrammeId = 1, Title = "The post", Role = role, Agency = "Council", From = Day("2025-09-01") };
}
