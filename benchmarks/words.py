"""Words of which reasons are made at Dutch shops, banks and municipalities."""

# Main reason: what it is about. Each as Dutch|English.
KINDS = {
    "shop": """
Bezorging|Delivery: pakket|parcel, brievenbuspost|letterbox post, grote levering|large delivery, \
avondlevering|evening delivery, afhaalpunt|pick-up point
Retour en omruilen|Returns: retourzending|return parcel, retourlabel|return label, \
omruiling|exchange, ophaalafspraak|collection, winkelretour|return in store
Betalen|Payment: factuur|invoice, achteraf betalen|pay later, cadeaukaart|gift card, \
creditcardbetaling|card payment, terugbetaling|refund
Bestellen|Ordering: bestelling|order, kortingscode|discount code, voorraad|stock, \
nabestelling|back-order, zakelijke offerte|business quote
Product en gebruik|Product: wasmachine|washing machine, laptop|laptop, fiets|bicycle, \
tuinset|garden set, onderdeel|spare part
Account|Account: wachtwoord|password, e-mailadres|e-mail address, nieuwsbrief|newsletter, \
klantenpas|loyalty card, spaarpunten|points
Garantie en reparatie|Warranty: reparatie|repair, garantiebewijs|proof of warranty, \
vervangend artikel|replacement, monteur aan huis|mechanic, verlengde garantie|extended warranty
Verkopers en partners|Sellers: externe verkoper|seller, verzekering|insurance, \
installatiedienst|installation, proefabonnement|trial, inruil|trade-in""",
    "bank": """
Betaalrekening|Current account: bankpas|debit card, overboeking|transfer, incasso|direct debit, \
rekeningafschrift|statement, gezamenlijke rekening|joint account
Sparen en beleggen|Savings: spaarrekening|savings account, deposito|deposit, \
beleggingsrekening|investment account, kinderrekening|child account, rente|interest
Hypotheek|Mortgage: offerte|quote, maandbedrag|monthly amount, aflossing|repayment, \
bouwdepot|building deposit, oversluiten|refinancing
Lenen en krediet|Loans: persoonlijke lening|personal loan, creditcard|credit card, \
rood staan|overdraft, betalingsachterstand|arrears, BKR-registratie|credit registration
Verzekeringen|Insurance: autoverzekering|car insurance, reisverzekering|travel insurance, \
inboedelverzekering|contents insurance, schademelding|claim, polisblad|policy
App en internetbankieren|Online: mobiele app|mobile app, inlogcode|login code, \
digipas|token, betaalverzoek|payment request, berichtenbox|message box
Veiligheid|Security: verdachte transactie|suspicious transaction, phishingmail|phishing, \
gestolen pas|stolen card, geblokkeerde toegang|blocked access, identificatie|identification
Levensgebeurtenissen|Life events: overlijden|death, scheiding|divorce, verhuizing|moving, \
geboorte|birth, bewindvoering|guardianship""",
    "municipality": """
Burgerzaken|Civil affairs: paspoort|passport, rijbewijs|driving licence, \
identiteitskaart|identity card, uittreksel BRP|extract, geboorteaangifte|birth registration
Afval|Waste: grofvuil|bulky waste, container|container, afvalpas|waste card, \
ondergrondse container|underground container, milieustraat|recycling centre
Parkeren en verkeer|Parking: parkeervergunning|parking permit, naheffing|parking fine, \
verkeersbord|traffic sign, straatverlichting|street light, laadpaal|charging point
Belastingen|Taxes: WOZ-waarde|property value, hondenbelasting|dog tax, \
rioolheffing|sewerage charge, kwijtschelding|remission, aanslagbiljet|tax bill
Werk en inkomen|Work and income: bijstandsuitkering|benefit, bijzondere bijstand|special aid, \
schuldhulp|debt help, minimaregeling|low-income scheme, re-integratie|reintegration
Zorg en jeugd|Care: huishoudelijke hulp|domestic help, rolstoel|wheelchair, \
leerlingenvervoer|school transport, persoonsgebonden budget|personal budget, jeugdhulp|youth care
Wonen en bouwen|Building: omgevingsvergunning|building permit, dakkapel|dormer, \
huurwoning|rented home, bestemmingsplan|zoning plan, monument|listed building
Openbare ruimte|Public space: boom|tree, speelplaats|playground, stoeptegel|pavement, \
hondenpoep|dog mess, zwerfafval|litter""",
}

# Aspect: what can be the matter, `{o}` for what it is about, after `#` the words of customers.
ASPECTS = """
Status|Status: waar blijft mijn {o}?|where is my {o}?#wanneer/hoe lang nog, {o} te laat|{o} is late\
#vertraagd, nog geen bevestiging|no confirmation yet, wanneer krijg ik bericht?|when will I hear?, \
status van {o} klopt niet|status of {o} is wrong
Aanvragen|Applying: {o} aanvragen|applying for {o}#regelen, wat heb ik nodig voor {o}?|\
what do I need for {o}?#documenten/voorwaarden, aanvraag {o} lukt niet|application for {o} fails\
#foutmelding, wat kost het?|what does it cost?#prijs/tarief, afspraak maken|making an appointment\
#plannen
Wijzigen|Changing: {o} wijzigen|changing {o}#aanpassen/veranderen, gegevens {o} kloppen niet|\
details of {o} are wrong, adres aanpassen|changing the address#verhuisd, \
wijziging niet verwerkt|change not processed, andere naam op {o}|other name on {o}#trouwen
Stopzetten|Stopping: {o} stopzetten|stopping {o}#opzeggen/beëindigen, {o} annuleren|cancelling {o}\
#afzeggen, bedenktijd|cooling-off period, opzegging niet ontvangen|cancellation not received, \
toch niet stoppen met {o}|keeping {o} after all
Kosten|Costs: bedrag {o} klopt niet|amount of {o} is wrong#te veel betaald/dubbel, \
{o} niet betaald|{o} not paid#herinnering/aanmaning, betalingsregeling|payment plan#in termijnen, \
geld terug voor {o}|money back for {o}#restitutie, uitleg over kosten|explanation of costs
Kapot of kwijt|Broken or lost: {o} kwijt|{o} lost#verloren/vermist, {o} beschadigd|{o} damaged\
#kapot/schade, {o} gestolen|{o} stolen#diefstal, {o} werkt niet|{o} does not work#storing/defect, \
vervanging aanvragen|asking for a replacement
Bezwaar en klacht|Complaints: klacht over {o}|complaint about {o}#ontevreden, \
klacht over medewerker|complaint about staff#onbeleefd, bezwaar tegen {o}|objecting to {o}\
#niet eens, niet teruggebeld|not called back#belafspraak, compliment|compliment#bedankt
Informatie|Information: hoe werkt {o}?|how does {o} work?#uitleg, openingstijden|opening hours, \
brief over {o} niet begrepen|letter about {o} not understood, voorwaarden {o}|terms of {o}#regels, \
formulier {o}|form for {o}
Toegang|Access: inloggen lukt niet|cannot log in#wachtwoord/code, machtiging voor {o}|\
authorisation for {o}#namens iemand, {o} geblokkeerd|{o} blocked, geen toegang tot {o}|\
no access to {o}, bewijs nodig|proof needed
"""
