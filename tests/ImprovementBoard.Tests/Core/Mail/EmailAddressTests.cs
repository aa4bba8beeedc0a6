using ImprovementBoard.Core;
using ImprovementBoard.Core.Mail;

namespace ImprovementBoard.Tests.Core.Mail;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("clerk@council.gov.uk", "clerk@council.gov.uk")]
    [InlineData("  Clerk.To-the+Board@Council.GOV.UK \n", "Clerk.To-the+Board@council.gov.uk")]
    [InlineData("mailto:o'neill@kirklees.example", "o'neill@kirklees.example")]
    [InlineData("leiterin@müller.example", "leiterin@xn--mller-kva.example")]
    public void An_address_is_kept_in_one_form(string typed, string kept) => Assert.Equal(kept, EmailAddress.Required(typed, "Email"));

    [Theory]
    [InlineData(null, "Write the e-mail address, such as clerk@council.gov.uk.")]
    [InlineData(" ", "Write the e-mail address, such as clerk@council.gov.uk.")]
    [InlineData("clerk.council.gov.uk", "This address has no @. Write it like clerk@council.gov.uk.")]
    [InlineData("clerk@council", "The part after the @ has no dot. Write all of it, such as council.gov.uk.")]
    [InlineData("a@b.example, c@d.example", "Write one address. Add each further recipient for itself.")]
    [InlineData("a@b.example;c@d.example", "Write one address. Add each further recipient for itself.")]
    [InlineData("the clerk@council.gov.uk", "An e-mail address has no spaces. Take them out.")]
    [InlineData("clerk@council.gov.uk\nBcc: all@evil.example", "An e-mail address has no spaces. Take them out.")]
    [InlineData("rené@council.example", "The part before the @ has a letter with an accent, which many mail servers refuse. Ask for an address in plain letters.")]
    [InlineData("\"a\"@b.example", "This does not look like an e-mail address. Write it like clerk@council.gov.uk.")]
    [InlineData("a@b@c.example>", "This does not look like an e-mail address. Write it like clerk@council.gov.uk.")]
    [InlineData("<a@b.example>", "This does not look like an e-mail address. Write it like clerk@council.gov.uk.")]
    [InlineData(".a@b.example", "This does not look like an e-mail address. Write it like clerk@council.gov.uk.")]
    [InlineData("a..b@c.example", "This does not look like an e-mail address. Write it like clerk@council.gov.uk.")]
    [InlineData("a@b..example", "This does not look like an e-mail address. Write it like clerk@council.gov.uk.")]
    [InlineData("a@-b.example", "This does not look like an e-mail address. Write it like clerk@council.gov.uk.")]
    [InlineData("a@b.example.", "This does not look like an e-mail address. Write it like clerk@council.gov.uk.")]
    [InlineData("a@10.0.0.1", "This does not look like an e-mail address. Write it like clerk@council.gov.uk.")]
    [InlineData("a@[10.0.0.1]", "This does not look like an e-mail address. Write it like clerk@council.gov.uk.")]
    public void What_is_no_address_is_refused_with_what_to_do(string? typed, string sentence)
    {
        var fault = Assert.Throws<RuleException>(() => EmailAddress.Required(typed, "Email"));

        Assert.Equal((sentence, "Email"), (fault.Message, fault.Field));
    }

    [Theory]
    [InlineData(64, 185, true)]
    [InlineData(65, 20, false)]
    [InlineData(64, 200, false)]
    public void Its_parts_have_limits(int name, int domain, bool good)
    {
        var labels = string.Join('.', Enumerable.Repeat(new string('d', 50), 4))[..(domain - 4)];

        Assert.Equal(good, EmailAddress.Is($"{new string('n', name)}@{labels}.org"));
    }
}
