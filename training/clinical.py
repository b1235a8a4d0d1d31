"""Clean clinical vocabulary: none of it may ever be redacted, however much of it is named after people and towns."""

from __future__ import annotations


def _list(text: str) -> list[str]:
    return [item.strip() for item in text.replace("\n", " ").split(",") if item.strip()]


DRUGS = _list("""
metformin, insulin, glargine, Lantus, Humalog, lisinopril, ramipril, enalapril, losartan, valsartan, candesartan, amlodipine, nifedipine,
diltiazem, verapamil, metoprolol, bisoprolol, carvedilol, atenolol, propranolol, furosemide, Lasix, bumetanide, torsemide, spironolactone,
eplerenone, HCTZ, chlorthalidone, metolazone, digoxin, amiodarone, flecainide, sotalol, adenosine, atorvastatin, rosuvastatin, simvastatin,
ezetimibe, evolocumab, aspirin, clopidogrel, Plavix, ticagrelor, prasugrel, warfarin, apixaban, Eliquis, rivaroxaban, Xarelto, dabigatran,
enoxaparin, Lovenox, heparin, fondaparinux, tPA, alteplase, tenecteplase, omeprazole, pantoprazole, famotidine, ondansetron, Zofran,
metoclopramide, domperidone, loperamide, lactulose, senna, MiraLAX, docusate, prednisone, prednisolone, pred, methylpred, Solu-Medrol,
dexamethasone, dex, hydrocortisone, fludrocortisone, budesonide, fluticasone, Flonase, Advair, Symbicort, salbutamol, albuterol, ipratropium,
tiotropium, Spiriva, montelukast, Singulair, omalizumab, dupilumab, Dupixent, azithromycin, Zithromax, amoxicillin, Augmentin, co-amoxiclav,
cephalexin, Keflex, ceftriaxone, cefazolin, cefepime, pip-tazo, Zosyn, Tazocin, meropenem, ertapenem, vancomycin, vanc, linezolid, daptomycin,
gentamicin, gent, amikacin, colistin, doxycycline, doxy, minocycline, clindamycin, Bactrim, Septra, TMP-SMX, co-trimoxazole, nitrofurantoin,
fosfomycin, ciprofloxacin, cipro, levofloxacin, moxifloxacin, metronidazole, Flagyl, fluconazole, voriconazole, posaconazole, micafungin,
amphotericin, acyclovir, valacyclovir, Valtrex, oseltamivir, Tamiflu, remdesivir, Paxlovid, Truvada, Biktarvy, dolutegravir, efavirenz,
rifampicin, isoniazid, INH, pyrazinamide, ethambutol, bedaquiline, artesunate, Coartem, chloroquine, primaquine, hydroxychloroquine, Plaquenil,
ivermectin, albendazole, praziquantel, methotrexate, MTX, azathioprine, Imuran, mycophenolate, CellCept, tacrolimus, Prograf, ciclosporin,
cyclophosphamide, rituximab, infliximab, Remicade, adalimumab, Humira, etanercept, Enbrel, tocilizumab, secukinumab, ustekinumab, Stelara,
vedolizumab, tofacitinib, Xeljanz, upadacitinib, Rinvoq, apremilast, colchicine, allopurinol, febuxostat, ibuprofen, naproxen, diclofenac,
ketorolac, Toradol, celecoxib, paracetamol, acetaminophen, Tylenol, Calpol, codeine, tramadol, morphine, oxycodone, OxyContin, hydromorphone,
Dilaudid, fentanyl, methadone, buprenorphine, Suboxone, naloxone, Narcan, ketamine, propofol, midazolam, Versed, lorazepam, Ativan, diazepam,
Valium, clonazepam, Klonopin, alprazolam, Xanax, zolpidem, Ambien, melatonin, trazodone, sertraline, Zoloft, fluoxetine, Prozac, citalopram,
escitalopram, Lexapro, paroxetine, venlafaxine, Effexor, duloxetine, Cymbalta, bupropion, Wellbutrin, mirtazapine, amitriptyline, nortriptyline,
lithium, lamotrigine, Lamictal, valproate, Depakote, carbamazepine, Tegretol, levetiracetam, Keppra, phenytoin, Dilantin, lacosamide, topiramate,
gabapentin, pregabalin, Lyrica, haloperidol, Haldol, olanzapine, Zyprexa, quetiapine, Seroquel, risperidone, Risperdal, aripiprazole, Abilify,
clozapine, Clozaril, methylphenidate, Ritalin, Concerta, Adderall, Vyvanse, donepezil, Aricept, memantine, levodopa, Sinemet, Madopar, ropinirole,
pramipexole, rasagiline, Azilect, baclofen, tizanidine, botox, sumatriptan, Imitrex, rizatriptan, erenumab, Aimovig, levothyroxine, Synthroid,
carbimazole, methimazole, PTU, alendronate, Fosamax, denosumab, Prolia, teriparatide, testosterone, estradiol, Mirena, Depo-Provera, Nexplanon,
OCP, tamoxifen, letrozole, anastrozole, trastuzumab, Herceptin, pembrolizumab, Keytruda, nivolumab, Opdivo, ipilimumab, imatinib, Gleevec,
ibrutinib, venetoclax, osimertinib, Tagrisso, lenalidomide, Revlimid, bortezomib, Velcade, carboplatin, cisplatin, paclitaxel, docetaxel,
FOLFOX, FOLFIRINOX, R-CHOP, ABVD, capecitabine, 5-FU, filgrastim, Neulasta, epoetin, Aranesp, Venofer, IVIG, eculizumab, Soliris, empagliflozin,
Jardiance, dapagliflozin, Farxiga, canagliflozin, sitagliptin, Januvia, semaglutide, Ozempic, Wegovy, liraglutide, Victoza, Trulicity, Mounjaro,
tirzepatide, pioglitazone, Actos, glipizide, gliclazide, Entresto, sacubitril, ivabradine, hydralazine, isosorbide, Imdur, GTN, nitroglycerin,
milrinone, dobutamine, noradrenaline, norepi, Levophed, adrenaline, epi, vasopressin, phenylephrine, terlipressin, octreotide, TXA, oxytocin,
Syntocinon, carbetocin, misoprostol, Cytotec, ergometrine, magnesium, Mg, calcium gluconate, bicarb, potassium, KCl, thiamine, Pabrinex, B12,
folate, vitamin K, vitamin D, iron, Ferinject, EpiPen, cetirizine, Zyrtec, loratadine, Claritin, Benadryl, hydroxyzine, Atarax, permethrin,
clobetasol, Betnovate, Elocon, tretinoin, isotretinoin, Accutane, benzoyl peroxide, chlorhexidine, Hibiclens, silver sulfadiazine, Flamazine,
Crocin, Combiflam, Zerodol, Pantop, Telma, Glycomet, Ecosprin, Monocef, Taxim, Panadol, Brufen, Ventolin, Seretide, Clexane, Actrapid, Novorapid
""")

PROBLEMS = _list("""
pneumonia, CAP, HAP, sepsis, septic shock, UTI, pyelo, cellulitis, necrotising fasciitis, nec fasc, osteomyelitis, discitis, meningitis,
encephalitis, endocarditis, TB, malaria, dengue, typhoid, leptospirosis, scrub typhus, HIV, hep B, hep C, COVID, influenza, RSV, bronchiolitis,
croup, epiglottitis, quinsy, otitis media, sinusitis, COPD, asthma, ILD, IPF, sarcoid, PE, DVT, pneumothorax, pleural effusion, empyema, ARDS,
OSA, lung cancer, mesothelioma, heart failure, HFrEF, HFpEF, CHF, AF, AFib, flutter, SVT, VT, heart block, STEMI, NSTEMI, ACS, CAD, IHD, angina,
pericarditis, myocarditis, tamponade, HOCM, aortic stenosis, mitral regurg, dissection, AAA, PAD, critical limb ischaemia, hypertension, HTN,
hypotension, syncope, stroke, CVA, TIA, ICH, SAH, subdural, seizure, status epilepticus, epilepsy, migraine, cluster headache, GBS, MS, ALS,
myasthenia, neuropathy, radiculopathy, cauda equina, cord compression, dementia, delirium, encephalopathy, hydrocephalus, NPH, Bell palsy, DKA,
HHS, T1DM, T2DM, diabetes, hypoglycaemia, hypothyroidism, thyrotoxicosis, thyroid storm, myxoedema, adrenal crisis, SIADH, diabetes insipidus,
hyponatraemia, hyperkalaemia, hypercalcaemia, AKI, CKD, ESRD, nephrotic syndrome, IgA nephropathy, lupus nephritis, renal colic, stones, BPH,
retention, torsion, testicular cancer, prostate cancer, bladder cancer, RCC, breast cancer, DCIS, ovarian cyst, ectopic, miscarriage,
preeclampsia, HELLP, PPH, placenta praevia, abruption, GDM, hyperemesis, endometriosis, PCOS, fibroids, PID, appendicitis, cholecystitis,
cholangitis, pancreatitis, SBO, volvulus, diverticulitis, perforation, peritonitis, hernia, GI bleed, UGIB, varices, cirrhosis, ascites, SBP,
hepatitis, NASH, ALF, colitis, UC, IBS, coeliac disease, GORD, GERD, achalasia, gastroparesis, PUD, colon cancer, HCC, anaemia, IDA, thalassaemia,
sickle crisis, G6PD deficiency, ITP, TTP, HUS, DIC, HIT, neutropenia, leukaemia, AML, ALL, CLL, CML, lymphoma, DLBCL, myeloma, MGUS, MDS, TLS,
RA, SLE, lupus, PMR, GCA, vasculitis, GPA, gout, pseudogout, septic arthritis, osteoarthritis, OA, psoriasis, PsA, ank spond, fibromyalgia,
fracture, NOF fracture, hip fracture, compartment syndrome, dislocation, ACL tear, rotator cuff tear, carpal tunnel, sciatica, back pain,
osteoporosis, scoliosis, eczema, urticaria, anaphylaxis, angioedema, SJS, TEN, DRESS, erythema nodosum, shingles, scabies, melanoma, BCC, SCC,
pemphigus, pemphigoid, acne, rosacea, vitiligo, depression, anxiety, PTSD, psychosis, schizophrenia, bipolar, mania, OCD, ADHD, autism, anorexia,
alcohol withdrawal, opioid use disorder, overdose, paracetamol overdose, snake bite, organophosphate poisoning, burns, polytrauma, head injury,
concussion, glaucoma, uveitis, iritis, retinal detachment, CRVO, cataract, conjunctivitis, keratitis, failure to thrive, febrile seizure,
neonatal jaundice, NEC, RDS, PDA, VSD, tetralogy, intussusception, pyloric stenosis, hip dysplasia, JIA, chickenpox, measles, mumps, pertussis,
rabies, tetanus, brucellosis, leishmaniasis, schistosomiasis, cysticercosis, hydatid, mucormycosis, aspergillosis, candidaemia, PJP, MRSA, C diff
""")

EPONYMS = _list("""
Parkinson, Parkinson's, Parkinson disease, Parkinson's disease, Alzheimer's, Alzheimer disease, Alzheimer’s, Crohn's, Crohn disease, Crohns,
Graves' disease, Graves, Graves ophthalmopathy, Hashimoto's, Hashimoto thyroiditis, Addison's, Addison disease, Cushing's, Cushing syndrome,
Conn's, Sheehan's, Kallmann syndrome, Turner syndrome, Klinefelter, Down syndrome, Down's, Edwards syndrome, Patau, Marfan, Marfan syndrome,
Ehlers-Danlos, Loeys-Dietz, Noonan syndrome, Williams syndrome, Prader-Willi, Angelman, Rett syndrome, Fabry, Gaucher, Gaucher disease, Pompe,
Niemann-Pick, Tay-Sachs, Hurler, Hunter syndrome, Wilson's disease, Wilson disease, Wilson's, Hodgkin lymphoma, Hodgkin's, Burkitt lymphoma,
Waldenström, Waldenstrom macroglobulinemia, Kaposi sarcoma, Ewing sarcoma, Wilms tumour, Wilms, Paget's disease, Paget's, Bowen's disease,
Merkel cell, Sézary, Langerhans, Erdheim-Chester, Castleman, Rosai-Dorfman, Kikuchi, Kawasaki disease, Kawasaki, Takayasu, Behçet's, Behcet,
Sjögren's, Sjogren's, Raynaud's, Raynaud phenomenon, Still's disease, Still's, Felty, Reiter's, Buerger's, Henoch-Schönlein, HSP, Wegener's,
Churg-Strauss, Goodpasture, Alport, Bartter, Gitelman, Liddle, Fanconi, Fanconi anemia, Diamond-Blackfan, Wiskott-Aldrich, DiGeorge, Bruton's,
Chediak-Higashi, von Willebrand disease, von Willebrand, vWD, Bernard-Soulier, Glanzmann, Budd-Chiari, Caroli, Gilbert's, Gilbert syndrome,
Crigler-Najjar, Dubin-Johnson, Rotor, Barrett's, Barrett's oesophagus, Mallory-Weiss, Boerhaave, Zenker's, Plummer-Vinson, Schatzki ring,
Zollinger-Ellison, Meckel's, Meckel diverticulum, Hirschsprung's, Peutz-Jeghers, Gardner syndrome, Lynch syndrome, Li-Fraumeni, Cowden, Whipple's,
Whipple procedure, Whipple, Ogilvie's, Charcot joint, Charcot foot, Charcot-Marie-Tooth, CMT, Guillain-Barré, Guillain-Barre, Miller Fisher,
Lambert-Eaton, Bell's palsy, Bells palsy, Horner's, Horner syndrome, Adie pupil, Argyll Robertson, Tourette's, Huntington's, Huntington disease,
Friedreich's ataxia, Creutzfeldt-Jakob, CJD, Wernicke's, Wernicke encephalopathy, Korsakoff, Lewy body, Lewy body dementia, Pick's, Binswanger,
Brown-Séquard, Arnold-Chiari, Chiari malformation, Chiari, Dandy-Walker, Sturge-Weber, von Hippel-Lindau, VHL, von Recklinghausen, Todd's paresis,
Lennox-Gastaut, Dravet, Rasmussen, Jacksonian, Ménière's, Meniere's, Ramsay Hunt, Hutchinson's sign, Duchenne, Becker, Werdnig-Hoffmann,
Dupuytren's, Dupuytren contracture, Colles fracture, Colles', Smith fracture, Smith's fracture, Galeazzi, Monteggia, Bennett fracture, Jones fracture, Lisfranc,
Maisonneuve, Salter-Harris II, Perthes, Legg-Calvé-Perthes, Osgood-Schlatter, Scheuermann, Pott's, Pott's disease, Pott's puffy tumour, Baker's cyst,
Baker cyst, de Quervain's, Morton's neuroma, Sudeck's, Volkmann, Ludwig's angina, Ludwigs, Vincent's angina, Lemierre, Fournier's, Fournier gangrene,
Weil's, Lyme, Lyme disease, Chagas, Hansen's disease, Hansen's, Marburg, Ebola, Zika, Lassa, Q fever, Rocky Mountain spotted fever, Coxsackie, Norwalk,
Epstein-Barr, EBV, Bornholm, Tropheryma, Dressler's, Dressler syndrome, Wolff-Parkinson-White, WPW, Brugada, Romano-Ward, Lown-Ganong-Levine,
Wenckebach, Mobitz II, Mobitz, Prinzmetal, Takotsubo, Eisenmenger, Ebstein, Fallot, tetralogy of Fallot, Roth spots, Osler nodes, Osler-Weber-Rendu,
Janeway lesions, Libman-Sacks, Loeffler, Mondor, Trousseau, Trousseau sign, Virchow's node, Virchow's triad, Krukenberg, Sister Mary Joseph nodule,
Troisier, Pancoast, Pancoast tumour, Caplan, Hamman, Kartagener, Goodpasture's, Asherman, Asherman's, Sheehan, Meigs, Mayer-Rokitansky, Bartholin,
Bartholin's cyst, Nabothian, Peyronie's, Fournier, Bowen, Lhermitte's, Uhthoff, Babinski, Babinski sign, Hoffmann's, Hoffman sign, Romberg, Romberg's,
Kernig's, Kernig, Brudzinski, Lasègue, Lasegue, Tinel's, Tinel, Phalen's, Phalen, Finkelstein, Trendelenburg, Thomas test, Patrick's, Lachman, McMurray,
Thompson test, Hawkins, Neer, Spurling, Adson, Ortolani, Barlow, Galeazzi sign, Gowers, Chvostek, Murphy's sign, Murphy's, Murphy sign, McBurney's,
McBurney, Rovsing, Rovsing's, Cullen's, Grey Turner, Courvoisier, Kehr's, Homan's sign, Homans, Dix-Hallpike, Epley, Epley manoeuvre, Weber, Rinne,
Schirmer, Seidel, Hess chart, Amsler, Snellen, Ishihara, Kussmaul, Cheyne-Stokes, Biot, Korotkoff, Austin Flint, Corrigan, Quincke, Duroziez, de Musset,
Kayser-Fleischer, Beau's lines, Muehrcke, Mees, Nikolsky, Auspitz, Koebner, Darier, Koplik spots, Forchheimer, Pastia, Gottron's, Gottron papules,
Heberden's, Bouchard's, Bitot, Fitz-Hugh-Curtis, Rigler's sign, Hampton hump, Westermark, Kerley B lines, Kerley B, Chilaiditi, Golden S, Hill-Sachs, Bankart,
Bouveret, Mirizzi, Mirizzi syndrome, Auer rods, Howell-Jolly, Heinz bodies, Reed-Sternberg, Gram stain, Ziehl-Neelsen, Giemsa, Coombs, Coombs test,
Widal, Mantoux, Schilling test, Jarisch-Herxheimer, Gleason 7, Breslow 1.2, Clark level IV, Bosniak IIF, Ann Arbor III, Tanner 3, Bishop 6, Apgar 9 and 9,
APGAR, Ballard, Bristol 6, Glasgow 14, GCS, Wells score, Wells, Geneva score, Child-Pugh B, Child-Pugh, Forrest IIa, Rockall, Blatchford, Ranson, Balthazar,
Killip II, Fontaine, Rutherford 3, Hunt-Hess, Hunt and Hess 3, Fisher grade, Hoehn & Yahr 3, Rankin, mRS, Barthel, Karnofsky, KPS, ECOG 1, Norton, Braden,
Waterlow, Norton scale, Cairo-Bishop, Deauville 2, Lugano, Kocher criteria, Ottawa rules, Ottawa ankle, Canadian C-spine, NEXUS, Centor 3, Jones criteria,
Duke criteria, Duke, Light's criteria, Ramsay, Mallampati III, Cormack-Lehane, Goldman, Framingham, Framingham risk score, Beers criteria, Beers, Rotterdam,
Rome IV, McDonald criteria, McDonald 2017, Amsterdam, Milan criteria, King's College criteria, Bazett, Fridericia, Cockcroft-Gault, Parkland, Winters formula,
Holliday-Segar, Friedewald, Tanner, Denver, Bayley, Edinburgh, EPDS, Yale-Brown, Y-BOCS, Hamilton, HAM-D, Montgomery-Åsberg, Beck, Zung, Folstein, Addenbrooke,
MoCA, Boston, Gartland III, Garden IV, Weber B, Schatzker, Gustilo IIIB, Mason II, Neer 3-part, Frykman, Judet, Kellgren-Lawrence 3, Cobb angle, Baux score
""")

DEVICES = _list("""
Foley, Foley catheter, Hickman line, Hickman, Broviac, Groshong, Swan-Ganz, Swan, Quinton, Tenckhoff, Vascath, PICC, Port-a-Cath, Ryle's tube, Ryle's,
Dobhoff, Levin tube, Sengstaken-Blakemore, Sengstaken, Minnesota tube, Bakri balloon, Bakri, Yankauer, Guedel, Magill, Macintosh blade, Miller blade,
Mac 4, bougie, i-gel, LMA, Ambu, Hudson mask, Venturi, Airvo, Optiflow, BiPAP, CPAP, Kirschner wire, K-wire, Steinmann pin, Austin Moore, Thompson hemi,
Charnley, Ilizarov, Thomas splint, Denis Browne boots, Pavlik harness, Ponseti cast, Milwaukee brace, Philadelphia collar, Aspen collar, Miami J, Jackson-Pratt,
JP drain, Penrose, Blake drain, Robinson drain, Redivac, Kocher clamp, Kelly, Debakey, Allis, Babcock, Balfour, Deaver, Langenbeck, Weitlaner, Kerrison, Bovie,
Tuohy, Whitacre 25G, Quincke needle, Trucut, Veress, Hasson, Pfannenstiel, Joel-Cohen, Lanz, Kocher incision, Hartmann's, Hartmann's procedure, Billroth II,
Roux-en-Y, Nissen, Nissen fundoplication, Heller myotomy, Kasai, Ladd's, Fontan, Glenn, Norwood, Blalock-Taussig, Mustard, Ross procedure, Bentall, David procedure,
Maze, Watchman, Impella, MitraClip, Amplatzer, CardioMEMS, Medtronic, Holter, Zio patch, Dexcom, Libre, FreeStyle Libre, Omnipod, Lichtenstein, Bassini, Shouldice,
McVay, Karydakis, Limberg flap, Lord's, Ivor Lewis, McKeown, Hartmann, Miles, Bricker, Burch, Manchester repair, Shirodkar, McDonald cerclage, B-Lynch, Kielland's,
Wrigley's, Neville-Barnes, Ventouse, Kiwi, McRoberts, Rubin, Woods screw, Wood's lamp, Doppler, St Jude valve, Björk-Shiley, Carpentier-Edwards, Hancock, Palmaz
""")

BUGS = _list("""
E. coli, E coli, Klebsiella, Pseudomonas, Proteus, Serratia, Enterobacter, Acinetobacter, Salmonella, Salmonella Typhi, Shigella, Campylobacter, H. pylori, Listeria,
Staph aureus, S. aureus, MSSA, MRSA, Strep viridans, Strep pneumo, GAS, GBS, Enterococcus, E. faecium, VRE, C. difficile, C diff, Clostridium, Bacteroides,
Neisseria, N. meningitidis, Haemophilus, Moraxella, Legionella, Mycoplasma, Chlamydia, Bartonella, Bartonella henselae, Brucella, Coxiella, Rickettsia, Borrelia,
Leptospira, Treponema, Nocardia, Actinomyces, Tropheryma whipplei, Kingella kingae, Eikenella, Pasteurella, Candida, C. albicans, C. auris, Aspergillus, Cryptococcus,
Histoplasma, Pneumocystis, Mucor, Toxoplasma, P. falciparum, P. vivax, Giardia, Entamoeba, Strongyloides, Ascaris, Taenia, Echinococcus, CMV, EBV, HSV, VZV, HHV-6,
HTLV-1, JC virus, BK virus, norovirus, adenovirus, parvovirus, Burkholderia, Stenotrophomonas, Morganella morganii, Yersinia, Vibrio, Aeromonas, Fusobacterium
""")

TRIALS = _list("""
SPRINT, ACCORD, ADVANCE, PARADIGM-HF, DAPA-HF, EMPEROR, DELIVER, EMPA-REG, CREDENCE, SELECT, SURPASS-2, STEP 1, SUSTAIN-6, LEADER, RALES, MERIT-HF, COPERNICUS, SHIFT,
COMPASS, ARISTOTLE, RE-LY, ROCKET-AF, ENGAGE, AFFIRM, EAST-AFNET, COURAGE, ISCHEMIA, SYNTAX, NOBLE, EXCEL, PARTNER 3, PROTECT, SMART, PLUS, BaSICS, SAFE, ALBIOS, CLASSIC,
CLOVERS, ProCESS, ARISE, ProMISe, ANDROMEDA, ADRENAL, APROCCHSS, VITAMINS, CITRIS, RECOVERY, SOLIDARITY, ACTT, CRASH-2, CRASH-3, WOMAN, HALT-IT, POISE-3, TTM2, HYPERION, PROSEVA,
ROSE, FLORALI, HYPERS2S, IDEAL-ICU, STARRT-AKI, AKIKI, MIST2, NINDS, ECASS III, DAWN, DEFUSE 3, MR CLEAN, INTERACT, POINT, CHANCE, SOCRATES, SPS3, HYVET, STEP, ALLHAT, ASCOT,
ONTARGET, HOPE, FOURIER, ODYSSEY, IMPROVE-IT, JUPITER, CANTOS, LoDoCo2, COLCOT, MIRACL, PROVE-IT, KEYNOTE-189, CheckMate 067, FLAURA, ADAURA, MONALEESA, SOLO-1, LATITUDE, STAMPEDE
""")

GENES = _list("""
BRCA1, BRCA2, TP53, EGFR, ALK, ROS1, KRAS, BRAF V600E, HER2, MET, RET, NTRK, PIK3CA, FLT3, NPM1, IDH1, JAK2, CALR, MPL, BCR-ABL, PML-RARA, MYC, BCL2, CFTR F508del, FBN1,
HLA-B27, HLA-B*5701, HLA-DQ2, MTHFR, Factor V Leiden, APOE4, SCN5A, MYH7, LMNA, PKD1, COL4A5, TTR V30M, SOD1, HTT, SMN1, DMD, MECP2, CHEK2, PALB2, MLH1, MSH2, TSC2, NF1, VHL, RB1
""")

BODY = _list("""
chest, abdomen, left leg, right leg, R knee, L hip, back, neck, shoulder, wrist, ankle, foot, hand, face, scalp, groin, flank, RUQ, RLQ, LLQ, epigastrium, jaw, ear, throat, eye,
lower back, calf, thigh, elbow, forearm, toe, thumb, perineum, axilla, breast, sternum, L4/5, L5/S1, C6, T12, C-spine, lumbar spine, left lower lobe, RLL, LUL, lung bases, sacrum
""")

ORG_NEGATIVES = _list("""
NICE, WHO, CDC, FDA, EMA, AHA, ACC, ESC, ADA, KDIGO, GOLD, GINA, IDSA, BTS, RCOG, ACOG, AAP, ASCO, NCCN, ESMO, ACR, EULAR, SIGN, BNF, UpToDate, PubMed, Cochrane, NEJM, Lancet, JAMA, BMJ,
StatPearls, Medscape, Medicare, Medicaid, NHS, Epic, Cerner, PACS, EMR, EHR, LOINC, SNOMED, DSM-5, ICD-10, MDCalc, Surviving Sepsis, ATLS, ALS, ACLS, PALS, BLS, STOPP/START, Zoom, WhatsApp, Google
""")

GROUPS = _list("""
African American, Caucasian, Hispanic, Asian, South Asian, Afro-Caribbean, Ashkenazi, Mediterranean, Japanese, Chinese, Indian, Pakistani, Filipino, Mexican, Nigerian, Somali, Polish, Romanian,
Turkish, Syrian, Brazilian, Irish, Māori, Aboriginal, Pasifika, Jehovah's Witness, Muslim, Jewish, Sikh, Hindu, Catholic, Spanish-speaking, Punjabi-speaking, English-speaking, Arabic-speaking
""")
